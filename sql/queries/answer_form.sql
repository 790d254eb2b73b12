-- answer_form: every answer of a response and of the round accepted before it, for C
-- R tenant
-- $2 response_id
select a.response_id <> $2::uuid as is_previous, {{> answer_columns}}
  from app.answers a
 where a.tenant_id = $1::uuid
   and (a.response_id = $2::uuid or a.response_id = (
     select p.id
       from app.responses r
       join app.responses p on p.tenant_id = r.tenant_id and p.supplier_id = r.supplier_id
        and p.questionnaire_code = r.questionnaire_code and p.id <> r.id
        and ({{> round r=p}} < {{> round}}) is not false
      where r.tenant_id = $1::uuid and p.tenant_id = $1::uuid and r.id = $2::uuid
        and p.state = 'accepted'
      order by {{> round r=p}} desc
      limit 1))
 order by a.position
