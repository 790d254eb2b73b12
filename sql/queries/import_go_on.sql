-- import_go_on: an import that was tried is done for good, by its next worker
-- W tenant
-- $2 id $3 now
update app.jobs j
   set state = 'queued', payload = j.payload || '{"dry_run": false}'::jsonb, place = null, result = null,
       rows_total = null, rows_done = 0, attempts = 0, finished_at = null, expires_at = null,
       available_at = now(), updated_at = $3::timestamptz, revision = j.revision + 1
 where j.tenant_id = $1::uuid and j.id = $2::uuid
