-- chain_up: links from active suppliers to these, the closest ties first
-- R tenant
-- $2 ids (uuid[]) $3 today $4 limit
select k.id, k.from_supplier_id as source, k.to_end as target, k.kind, k.dependency, k.penetration
  from app.supplier_links k
 where k.tenant_id = $1::uuid and k.to_supplier_id = any ($2::uuid[]) and {{> link_in_force of=k day=$today::date}}
   and exists (select from app.suppliers s
                where s.tenant_id = $1::uuid and s.id = k.from_supplier_id and s.status = 'active')
 order by k.dependency * k.penetration desc, k.from_supplier_id, k.to_end, k.kind, k.id
 limit $4::integer
