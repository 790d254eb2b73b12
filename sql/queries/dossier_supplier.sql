-- dossier_supplier: a supplier as the head of its assessment sheet shows it
-- R tenant
-- $2 id
-- $3 now
select s.name, s.name_kana, s.corporate_number, s.country, s.status, s.owner,
       s.external_ids, s.tier, s.tier_provisional, s.assessment_status, s.band, s.band_reason,
       s.score_id,
       case when {{> standing}} = s.band then (s.impact_micro + 500000) / 1000000 end as map_impact,
       case when {{> standing}} = s.band then (s.likelihood_micro + 500000) / 1000000 end
         as map_likelihood,
       s.next_review_on, {{> tenant_today}} as today
  from app.suppliers s
 where s.tenant_id = $1::uuid and s.id = $2::uuid
