-- answer_review: a reviewer's judgement beside the supplier's answer
-- W tenant
-- $2 response_id
-- $3 code
-- $4 review (jsonb: says itself who and when; updated_by stays the one who answered)
update app.answers
   set review = normalize($4::text, NFC)::jsonb, revision = revision + 1
 where tenant_id = $1::uuid and response_id = $2::uuid and code = $3::text
