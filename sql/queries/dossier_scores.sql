-- dossier_scores: the last scores of a supplier, the newest first
-- R tenant
-- $2 supplier_id
-- $3 limit
select (r.created_at at time zone t.time_zone)::date as day, r.score_micro, r.band, r.band_reason,
       r.cause, r.model_version
  from app.risk_scores r
  join app.settings t on t.tenant_id = r.tenant_id
 where r.tenant_id = $1::uuid and t.tenant_id = $1::uuid and r.supplier_id = $2::uuid
 order by r.created_at desc, r.id desc
 limit $3::integer
