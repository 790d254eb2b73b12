-- chain_links_to: links that lead to these suppliers and hold on a day
-- R tenant
-- $2 ids (uuid[]) $3 today
select k.id, k.from_supplier_id as source, k.to_supplier_id as target, k.dependency, k.penetration
  from app.supplier_links k
 where k.tenant_id = $1::uuid and k.to_supplier_id = any ($2::uuid[]) and {{> link_in_force of=k day=$today::date}}
