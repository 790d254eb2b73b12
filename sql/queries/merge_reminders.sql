-- merge_reminders: reminders of the supplier are the survivor's
-- W tenant
-- $2 from $3 into
update app.reminders r
   set supplier_id = $3::uuid
 where r.tenant_id = $1::uuid and r.supplier_id = $2::uuid
returning r.id
