-- questionnaire_count: how many questionnaires the filters of questionnaire_list let through
-- R tenant
-- $2 code
-- $3 state
-- $4 version
select count(*) as total
  from app.questionnaires q
 where q.tenant_id = $1::uuid
   and ($2::text[] is null or q.code = any ($2::text[]))
   and ($3::text[] is null or q.state = any ($3::text[]))
   and ($4::integer is null or q.version = $4::integer)
