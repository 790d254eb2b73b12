-- release_lock_supplier: locks the supplier of a release, which comes first in the lock order
-- W tenant
-- $2 id
-- 22012 conflict_busy
with child as materialized (
  select e.supplier_id from app.releases e
   where e.tenant_id = $1::uuid and e.id = $2::uuid),
held as materialized (
  select s.id from app.suppliers s
   where s.tenant_id = $1::uuid and s.id = (select c.supplier_id from child c)
     for update of s)
{{> supplier_held}}
