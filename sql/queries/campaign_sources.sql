-- campaign_sources: which versions the suppliers' last accepted answers are of
-- R tenant
-- $2 supplier_ids
-- $3 questionnaire_code
select distinct r.questionnaire_id
  from app.responses r
 where r.tenant_id = $1::uuid and r.supplier_id = any ($2::uuid[])
   and r.questionnaire_code = $3::text and r.state = 'accepted'
