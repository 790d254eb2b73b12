-- questionnaire_state: publishes a draft or retires what is published
-- W tenant
-- $2 id
-- $3 state
-- $4 now
update app.questionnaires
   set revision = revision + 1, state = $3::text, updated_at = $4::timestamptz,
       published_at = coalesce(published_at, $4::timestamptz)
 where tenant_id = $1::uuid and id = $2::uuid
