-- offboarding_lock_supplier: locks the supplier of an offboarding; offboardings change under it alone
-- W tenant
-- $2 id
-- 22012 conflict_busy
with child as materialized (
  select o.supplier_id from app.offboardings o
   where o.tenant_id = $1::uuid and o.id = $2::uuid),
held as materialized (
  select s.id from app.suppliers s
   where s.tenant_id = $1::uuid and s.id = (select c.supplier_id from child c)
     for no key update of s)
{{> supplier_held}}
