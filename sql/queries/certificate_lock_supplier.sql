-- certificate_lock_supplier: locks the supplier of a certificate; certificates change under it alone
-- W tenant
-- $2 id
-- 22012 conflict_busy
with child as materialized (
  select c.supplier_id from app.certificates c
   where c.tenant_id = $1::uuid and c.id = $2::uuid),
held as materialized (
  select s.id from app.suppliers s
   where s.tenant_id = $1::uuid and s.id = (select c.supplier_id from child c)
     for no key update of s)
{{> supplier_held}}
