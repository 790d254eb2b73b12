-- chain_trial_links: links that a trial changes, in the order they were asked for
-- R tenant
-- $2 ids (uuid[])
select w.place as _place, k.id, k.from_supplier_id as source, k.dependency, k.penetration
  from unnest($2::uuid[]) with ordinality as w (id, place)
  left join app.supplier_links k on k.tenant_id = $1::uuid and k.id = w.id
 order by w.place
