-- scheme_unknown: places of a scheme that name no question which was ever published
-- R tenant
-- $2 document (jsonb)
with asked as materialized (
  select q.place - 1 as requirement, k.place - 1 as cover, k.value ->> 'questionnaire_code' as code,
         k.value ->> 'question' as question
    from jsonb_array_elements($2::jsonb -> 'requirements') with ordinality q (value, place)
   cross join jsonb_array_elements(q.value -> 'cover') with ordinality k (value, place)),
known as materialized (
  select distinct n.code, c.value #>> '{}' as question
    from app.questionnaires n
   cross join lateral jsonb_path_query(n.document, '$.sections[*].questions[*].code') c (value)
   where n.tenant_id = $1::uuid and n.state <> 'draft' and n.code in (select a.code from asked a))
select a.requirement, a.cover, a.code in (select k.code from known k) as has_questionnaire
  from asked a
 where (a.code, a.question) not in (select k.code, k.question from known k)
 order by a.requirement, a.cover
 limit 100
