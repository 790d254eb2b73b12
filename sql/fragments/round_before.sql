-- The round with the same questionnaire that was accepted before response $response_id.
select p.id
       from app.responses r
       join app.responses p on p.tenant_id = r.tenant_id and p.supplier_id = r.supplier_id
        and p.questionnaire_code = r.questionnaire_code and p.id <> r.id
        and ({{> round r=p}} < {{> round}}) is not false
      where r.tenant_id = $1::uuid and p.tenant_id = $1::uuid and r.id = $response_id::uuid
        and p.state = 'accepted'
      order by {{> round r=p}} desc
      limit 1
