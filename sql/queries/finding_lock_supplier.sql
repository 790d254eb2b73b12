-- finding_lock_supplier: locks the supplier of a finding; its findings change under this lock alone
-- W tenant
-- $2 id
-- 22012 conflict_busy
with child as materialized (
  select f.supplier_id from app.findings f
   where f.tenant_id = $1::uuid and f.id = $2::uuid),
held as materialized (
  select s.id from app.suppliers s
   where s.tenant_id = $1::uuid and s.id = (select c.supplier_id from child c)
     for no key update of s)
{{> supplier_held}}
