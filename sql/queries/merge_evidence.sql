-- merge_evidence: files of the supplier are the survivor's
-- W tenant
-- $2 from $3 into
update app.evidence e
   set supplier_id = $3::uuid, revision = e.revision + 1
 where e.tenant_id = $1::uuid and e.supplier_id = $2::uuid
returning e.id
