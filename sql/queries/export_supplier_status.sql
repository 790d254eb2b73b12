-- export_supplier_status: the next suppliers of an export with their risk, by id
-- R tenant
-- filters suppliers
select s.id as "_id", s.id, {{> first_number word='source'}} as source,
       {{> first_number word='id'}} as external_id,
       s.name, s.corporate_number, s.status, s.tier, s.recommended_star,
       s.assessment_status as "risk.assessment_status", s.band as "risk.band",
       s.band_reason as "risk.band_reason", s.score_micro as "risk.score:micro",
       s.likelihood_micro as "risk.likelihood:micro", s.impact_micro as "risk.impact:micro",
       s.likelihood_business_micro as "risk.likelihood_business:micro",
       s.likelihood_software_micro as "risk.likelihood_software:micro",
       s.likelihood_service_micro as "risk.likelihood_service:micro",
       s.confidence_label as "risk.confidence_label", s.score_as_of as "risk.as_of",
       s.next_review_on, s.updated_at
  from app.suppliers s
 where s.tenant_id = $1::uuid and s.id > $after_id::uuid{{filters}}
 order by s.id
 limit $limit::integer
