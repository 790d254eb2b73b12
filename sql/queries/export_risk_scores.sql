-- export_risk_scores: the next scores of an export, by id
-- R tenant
-- filters risk_scores
select r.id as "_id", {{> risk_score_columns}}
  from app.risk_scores r
 where r.tenant_id = $1::uuid and r.id > $after_id::uuid{{filters}}
 order by r.id
 limit $limit::integer
