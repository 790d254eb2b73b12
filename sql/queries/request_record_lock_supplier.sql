-- request_record_lock_supplier: locks the supplier of a record; records change under it alone
-- W tenant
-- $2 id
-- 22012 conflict_busy
with child as materialized (
  select q.supplier_id from app.request_records q
   where q.tenant_id = $1::uuid and q.id = $2::uuid),
held as materialized (
  select s.id from app.suppliers s
   where s.tenant_id = $1::uuid and s.id = (select c.supplier_id from child c)
     for no key update of s)
{{> supplier_held}}
