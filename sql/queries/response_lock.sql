-- response_lock: locks one response until the end of the transaction
-- W tenant
-- $2 id
-- $3 supplier_scope (of a respondent, else null)
select r.id
  from app.responses r
 where r.tenant_id = $1::uuid and r.id = $2::uuid
   and ($3::uuid is null or r.supplier_id = $3::uuid)
   for no key update of r
