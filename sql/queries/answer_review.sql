-- answer_review: a reviewer's judgement next to the supplier's answer
-- W tenant
-- $2 response_id
-- $3 code
-- $4 review (jsonb: says itself who and when; updated_by stays the one who answered)
-- $5 now
-- $6 by
with changed as (
  update app.answers
     set review = normalize($4::text, NFC)::jsonb, revision = revision + 1
   where tenant_id = $1::uuid and response_id = $2::uuid and code = $3::text
  returning tenant_id, response_id, code, revision, type, value, review, channel, comment, answered_at,
    answered_by)
{{> answer_history_insert action='reviewed' taken=0}}
returning code
