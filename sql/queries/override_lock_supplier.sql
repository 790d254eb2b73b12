-- override_lock_supplier: locks the supplier of an override, which comes first in the lock order
-- W tenant
-- $2 id
select s.id
  from app.suppliers s
 where s.tenant_id = $1::uuid
   and s.id = (select o.supplier_id from app.overrides o
                where o.tenant_id = $1::uuid and o.id = $2::uuid)
   for update of s
