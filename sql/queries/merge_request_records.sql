-- merge_request_records: what the supplier was asked for is said of the survivor
-- W tenant
-- $2 from $3 into
update app.request_records q
   set supplier_id = $3::uuid, revision = q.revision + 1
 where q.tenant_id = $1::uuid and q.supplier_id = $2::uuid
returning q.id
