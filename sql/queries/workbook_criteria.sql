-- workbook_criteria: how many criteria stand behind each requirement that a questionnaire asks under its id
-- R tenant
-- $2 questionnaire_code
select q.value ->> 'id' as id, (q.value ->> 'criteria')::bigint as criteria
  from app.schemes c
 cross join lateral jsonb_array_elements(c.document -> 'requirements') q (value)
 where c.tenant_id = $1::uuid and c.code = 'scs_3'
   and q.value -> 'cover' @> jsonb_build_array(jsonb_build_object('questionnaire_code', $2::text,
         'question', q.value ->> 'id', 'cover', 'full'))
