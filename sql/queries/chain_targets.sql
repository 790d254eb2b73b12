-- chain_targets: suppliers that depend on these on a day
-- R tenant
-- $2 ids (uuid[]) $3 today
select distinct k.to_supplier_id as id
  from app.supplier_links k
 where k.tenant_id = $1::uuid and k.from_supplier_id = any ($2::uuid[]) and k.to_supplier_id is not null
   and {{> link_in_force of=k day=$today::date}}
