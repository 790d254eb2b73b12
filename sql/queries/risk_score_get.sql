-- risk_score_get: one score with its explanation; it never changes but for its supplier's name
-- R tenant
-- $2 id
select {{> risk_score_columns}},
       r.explanation, r.id || '.' || {{> supplier_mark of=r.supplier_id}} as "_etag"
  from app.risk_scores r
 where r.tenant_id = $1::uuid and r.id = $2::uuid
