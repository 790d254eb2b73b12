-- finding_lock_supplier: locks the supplier of a finding; its findings change under this lock alone
-- W tenant
-- $2 id
--   The supplier of a finding never changes, so reading it without a lock is safe.
select s.id
  from app.suppliers s
 where s.tenant_id = $1::uuid and s.id = (
   select f.supplier_id from app.findings f
    where f.tenant_id = $1::uuid and f.id = $2::uuid)
   for no key update of s
