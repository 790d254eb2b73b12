-- merge_findings: findings of the supplier are the survivor's
-- W tenant
-- $2 from $3 into
update app.findings f
   set supplier_id = $3::uuid, revision = f.revision + 1
 where f.tenant_id = $1::uuid and f.supplier_id = $2::uuid
returning f.id
