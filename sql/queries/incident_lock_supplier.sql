-- incident_lock_supplier: locks the supplier of an incident, which comes first in the lock order
-- W tenant
-- $2 id
-- 22012 conflict_busy
with child as materialized (
  select i.supplier_id from app.incidents i
   where i.tenant_id = $1::uuid and i.id = $2::uuid),
held as materialized (
  select s.id from app.suppliers s
   where s.tenant_id = $1::uuid and s.id = (select c.supplier_id from child c)
     for update of s)
{{> supplier_held}}
