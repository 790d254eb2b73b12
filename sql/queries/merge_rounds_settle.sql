-- merge_rounds_settle: behind merge_responses: the survivor's own rounds, as merge_rounds found them
-- W tenant
-- $2 into
update app.responses r
   set round = abs(r.round)
 where r.tenant_id = $1::uuid and r.supplier_id = $2::uuid and r.round < 0
