-- chain_scores_drop: nothing leads to these suppliers any more; those whose band becomes another one by it
-- W tenant
-- $2 ids (uuid[])
with dropped as (
  delete from app.chain_scores c
   where c.tenant_id = $1::uuid and c.supplier_id = any ($2::uuid[])
  returning c.supplier_id, c.band)
select d.supplier_id, d.band as before, s.computed_band as after, s.revision
  from dropped d
  join app.suppliers s on s.tenant_id = $1::uuid and s.id = d.supplier_id and s.status = 'active'
 where d.band is distinct from s.computed_band
 order by d.supplier_id
