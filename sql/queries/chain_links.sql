-- chain_links: links between suppliers that hold on a day, in pages; from archived ones, too
-- R tenant
-- $2 after_id $3 today $4 limit
select k.id, k.from_supplier_id as source, k.to_supplier_id as target, k.dependency, k.penetration
  from app.supplier_links k
 where k.tenant_id = $1::uuid and k.id > $2::uuid and k.to_supplier_id is not null and {{> link_in_force of=k day=$today::date}}
 order by k.id
 limit $4::integer
