-- merge_responses: responses of the supplier are the survivor's, in the rounds that merge_rounds found
-- W tenant
-- $2 from $3 into
update app.responses r
   set supplier_id = $3::uuid, round = abs(r.round), revision = r.revision + 1
 where r.tenant_id = $1::uuid and r.supplier_id = $2::uuid
returning r.id
