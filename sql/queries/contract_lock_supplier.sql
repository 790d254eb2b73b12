-- contract_lock_supplier: locks the supplier of a contract; contracts change under it alone
-- W tenant
-- $2 id
-- 22012 conflict_busy
with child as materialized (
  select k.supplier_id from app.contracts k
   where k.tenant_id = $1::uuid and k.id = $2::uuid),
held as materialized (
  select s.id from app.suppliers s
   where s.tenant_id = $1::uuid and s.id = (select c.supplier_id from child c)
     for no key update of s)
{{> supplier_held}}
