-- merge_offboardings: offboardings of the supplier are the survivor's
-- W tenant
-- $2 from $3 into
update app.offboardings o
   set supplier_id = $3::uuid, revision = o.revision + 1
 where o.tenant_id = $1::uuid and o.supplier_id = $2::uuid
returning o.id
