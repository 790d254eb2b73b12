-- measure_reopen: measures that were in place go back to work: an answer shows their gap again
-- W tenant
-- $2 measures (jsonb array: id, due_on)
-- $3 response_id (whose answer it is)
-- $4 now
update app.measures m
   set state = 'in_progress', reopened_at = $4::timestamptz, reopened_from = m.state,
       reopened_by = $3::uuid, reopened_due_on = m.due_on, due_on = n.due_on,
       revision = m.revision + 1, updated_at = $4::timestamptz
  from jsonb_to_recordset($2::jsonb) as n (id uuid, due_on date)
 where m.tenant_id = $1::uuid and m.id = n.id
