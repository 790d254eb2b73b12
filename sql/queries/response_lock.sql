-- response_lock: locks one response until the end of the transaction
-- W tenant
-- $2 id
-- $3 supplier_scope (of a respondent, else null)
-- $4 reach (of the session of a link, else null)
select r.id
  from app.responses r
 where r.tenant_id = $1::uuid and r.id = $2::uuid
   and {{> reaches_response}}
   for no key update of r
