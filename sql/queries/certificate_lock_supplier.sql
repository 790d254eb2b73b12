-- certificate_lock_supplier: locks the supplier of a certificate; certificates change under it alone
-- W tenant
-- $2 id
--   The supplier of a certificate never changes, so reading it without a lock is safe.
select s.id
  from app.suppliers s
 where s.tenant_id = $1::uuid and s.id = (
   select c.supplier_id from app.certificates c
    where c.tenant_id = $1::uuid and c.id = $2::uuid)
   for no key update of s
