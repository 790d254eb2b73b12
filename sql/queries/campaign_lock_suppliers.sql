-- campaign_lock_suppliers: locks suppliers in the order of their ids, before their responses
-- W tenant
-- $2 ids
select s.id
  from app.suppliers s
 where s.tenant_id = $1::uuid and s.id = any ($2::uuid[])
 order by s.id
   for no key update of s
