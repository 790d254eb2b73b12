-- chain_self: active suppliers with a link that leads to the tenant itself and holds on a day
-- R tenant
-- $2 today
select distinct k.from_supplier_id as id
  from app.supplier_links k
  join app.suppliers s on s.tenant_id = $1::uuid and s.id = k.from_supplier_id and s.status = 'active'
 where k.tenant_id = $1::uuid and k.to_end = 'self' and {{> link_in_force of=k day=$today::date}}
