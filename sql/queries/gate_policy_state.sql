-- gate_policy_state: publishes a draft or retires what is published
-- W tenant
-- $2 id $3 state $4 now
-- 23505 conflict_busy
update app.gate_policies
   set revision = revision + 1, state = $3::text, updated_at = $4::timestamptz,
       published_at = case when published_at is null then $4::timestamptz else published_at end
 where tenant_id = $1::uuid and id = $2::uuid
