-- response_lock_supplier: locks the supplier of a response, before the response is locked
-- W tenant
-- $2 id
-- $3 supplier_scope (of a respondent, else null)
-- $4 reach (of the session of a link, else null)
-- 22012 conflict_busy
with child as materialized (
  select r.supplier_id from app.responses r
   where r.tenant_id = $1::uuid and r.id = $2::uuid
     and {{> reaches_response}}),
held as materialized (
  select s.id from app.suppliers s
   where s.tenant_id = $1::uuid and s.id = (select c.supplier_id from child c)
     for no key update of s)
{{> supplier_held}}
