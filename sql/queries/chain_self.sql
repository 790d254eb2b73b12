-- chain_self: links of active suppliers that lead to the tenant itself and hold on a day
-- R tenant
-- $2 today
select k.id, k.from_supplier_id as source, k.dependency, k.penetration
  from app.supplier_links k
  join app.suppliers s on s.tenant_id = $1::uuid and s.id = k.from_supplier_id and s.status = 'active'
 where k.tenant_id = $1::uuid and k.to_end = 'self' and {{> link_in_force of=k day=$today::date}}
 order by k.from_supplier_id
