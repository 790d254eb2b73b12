-- merge_incidents: incidents of the supplier are the survivor's
-- W tenant
-- $2 from $3 into
update app.incidents i
   set supplier_id = $3::uuid, revision = i.revision + 1
 where i.tenant_id = $1::uuid and i.supplier_id = $2::uuid
returning i.id
