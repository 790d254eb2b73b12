-- answer_confirm: prefilled answers become statements of today, by whoever confirms them
-- W tenant
-- $2 response_id
-- $3 codes
-- $4 now
-- $5 by
with changed as (
  update app.answers
     set confirmed = true, channel = 'online', answered_at = $4::timestamptz, answered_by = $5::text,
         revision = revision + 1, updated_at = $4::timestamptz, updated_by = $5::text
   where tenant_id = $1::uuid and response_id = $2::uuid and code = any ($3::text[])
     and prefilled and not confirmed
  returning tenant_id, response_id, code, revision, type, value, review, channel, comment, answered_at,
    answered_by)
{{> answer_history_insert action='confirmed' taken=0}}
returning code, revision
