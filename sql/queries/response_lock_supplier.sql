-- response_lock_supplier: locks the supplier of a response, before the response is locked
-- W tenant
-- $2 id
-- $3 supplier_scope (of a respondent, else null)
--   The supplier of a response never changes, so reading it without a lock is safe.
select s.id
  from app.suppliers s
 where s.tenant_id = $1::uuid and s.id = (
   select r.supplier_id from app.responses r
    where r.tenant_id = $1::uuid and r.id = $2::uuid
      and ($3::uuid is null or r.supplier_id = $3::uuid))
   for no key update of s
