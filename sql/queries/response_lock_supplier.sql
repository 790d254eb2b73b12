-- response_lock_supplier: locks the supplier of a response, before the response is locked
-- W tenant
-- $2 id
-- $3 supplier_scope (of a respondent, else null)
-- $4 reach (of the session of a link, else null)
--   The supplier of a response never changes, so reading it without a lock is safe.
select s.id
  from app.suppliers s
 where s.tenant_id = $1::uuid and s.id = (
   select r.supplier_id from app.responses r
    where r.tenant_id = $1::uuid and r.id = $2::uuid
      and {{> reaches_response}})
   for no key update of s
