-- campaign_move: another due date for many responses
-- W tenant
-- $2 ids
-- $3 due_on
-- $4 now
update app.responses
   set due_on = $3::date, revision = revision + 1, updated_at = $4::timestamptz
 where tenant_id = $1::uuid and id = any ($2::uuid[])
