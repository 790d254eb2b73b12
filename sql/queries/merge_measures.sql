-- merge_measures: measures of the supplier are the survivor's
-- W tenant
-- $2 from $3 into
update app.measures m
   set supplier_id = $3::uuid, revision = m.revision + 1
 where m.tenant_id = $1::uuid and m.supplier_id = $2::uuid
returning m.id
