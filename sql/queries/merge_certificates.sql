-- merge_certificates: certificates of the supplier are the survivor's
-- W tenant
-- $2 from $3 into
update app.certificates c
   set supplier_id = $3::uuid, revision = c.revision + 1
 where c.tenant_id = $1::uuid and c.supplier_id = $2::uuid
returning c.id
