-- The questions that supplier {{of}} was asked and has not answered for good yet, as "questionnaire question".
select array_agg(r.questionnaire_code || ' ' || (c.value #>> '{}'))
  from app.responses r
  join app.questionnaires q on q.tenant_id = r.tenant_id and q.id = r.questionnaire_id
 cross join lateral jsonb_path_query(q.document, '$.sections[*].questions[*].code') c (value)
 where r.tenant_id = $1::uuid and q.tenant_id = $1::uuid and r.supplier_id = {{of}} and {{> is_open}}
