-- measure_restore: measures are again what they were before a response that was taken back
-- W tenant
-- $2 measures (jsonb array: id)
-- $3 now
update app.measures m
   set state = m.reopened_from, due_on = m.reopened_due_on, reopened_at = null,
       reopened_from = null, reopened_by = null, reopened_due_on = null,
       revision = m.revision + 1, updated_at = $3::timestamptz
  from jsonb_to_recordset($2::jsonb) as n (id uuid)
 where m.tenant_id = $1::uuid and m.id = n.id
