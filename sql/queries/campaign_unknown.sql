-- campaign_unknown: which of these ids are no suppliers
-- R tenant
-- $2 ids
select n.id, n.place
  from unnest($2::uuid[]) with ordinality as n (id, place)
 where not exists (
   select from app.suppliers s where s.tenant_id = $1::uuid and s.id = n.id)
 order by n.place
