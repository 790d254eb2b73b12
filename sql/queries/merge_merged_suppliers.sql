-- merge_merged_suppliers: what was merged into the supplier before leads to the survivor
-- W tenant
-- $2 from $3 into
update app.merged_suppliers m
   set supplier_id = $3::uuid
 where m.tenant_id = $1::uuid and m.supplier_id = $2::uuid
returning m.id
