-- The last accepted round with the questionnaire of response {{of}}; `p` is app.responses.
select p.id, p.questionnaire_id
      from app.responses p
     where p.tenant_id = $1::uuid and p.supplier_id = {{of}}.supplier_id
       and p.questionnaire_code = {{of}}.questionnaire_code and p.state = 'accepted'
     order by {{> round r=p}} desc
     limit 1
