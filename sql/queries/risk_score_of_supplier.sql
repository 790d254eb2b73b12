-- risk_score_of_supplier: the current score of a supplier with its explanation
-- R tenant
-- $2 supplier_id
-- none no_score
select {{> risk_score_columns}},
       r.explanation, r.id || '.' || {{> supplier_mark of=r.supplier_id}} as "_etag"
  from app.suppliers s
  join app.risk_scores r on r.tenant_id = $1::uuid and r.id = s.score_id
 where s.tenant_id = $1::uuid and s.id = $2::uuid
