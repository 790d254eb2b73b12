-- answer_delete: takes one answer back
-- W tenant
-- $2 response_id
-- $3 code
-- $4 now
-- $5 by
with changed as (
  delete from app.answers
   where tenant_id = $1::uuid and response_id = $2::uuid and code = $3::text
  returning tenant_id, response_id, code, revision, type, value, review, channel, comment, answered_at,
    answered_by)
{{> answer_history_insert action='deleted' taken=1}}
returning code
