-- merge_status_checks: answers of the order gate of the supplier are the survivor's
-- W tenant
-- $2 from $3 into
update app.status_checks s
   set supplier_id = $3::uuid
 where s.tenant_id = $1::uuid and s.supplier_id = $2::uuid
returning s.id
