-- finding_count: how many findings the filters of finding_list let through
-- R tenant
-- $2 supplier_id
-- $3 state
-- $4 kind
-- $5 question
-- $6 questionnaire_code
-- $7 threat
-- $8 regression
-- $9 provisional
-- $10 response_id
select count(*) as total
  from app.findings f
 where f.tenant_id = $1::uuid
   and ($2::uuid[] is null or f.supplier_id = any ($2::uuid[]))
   and ($3::text[] is null or f.state = any ($3::text[]))
   and ($4::text[] is null or f.kind = any ($4::text[]))
   and ($5::text[] is null or f.question_code = any ($5::text[]))
   and ($6::text[] is null or f.questionnaire_code = any ($6::text[]))
   and ($7::text[] is null or f.threats && $7::text[])
   and ($8::boolean is null or f.regression = $8::boolean)
   and ($9::boolean is null or f.provisional = $9::boolean)
   and ($10::uuid[] is null or f.response_id = any ($10::uuid[]))
