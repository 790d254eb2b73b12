-- measure_lock_supplier: locks the supplier of a measure; its measures change under this lock alone
-- W tenant
-- $2 id $3 supplier_scope (of a respondent, else null)
-- $4 reach (of the session of a link, else null)
-- 22012 conflict_busy
with child as materialized (
  select m.supplier_id from app.measures m
   where m.tenant_id = $1::uuid and m.id = $2::uuid
     and {{> reaches_measure}}),
held as materialized (
  select s.id from app.suppliers s
   where s.tenant_id = $1::uuid and s.id = (select c.supplier_id from child c)
     for no key update of s)
{{> supplier_held}}
