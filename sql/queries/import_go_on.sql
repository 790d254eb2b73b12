-- import_go_on: an import that was tried is done for good, by its next worker
-- W tenant
-- $2 id $3 now $4 max_archive_percent (jsonb; of a snapshot; null: as it was said with the file)
update app.jobs j
   set state = 'queued',
       payload = jsonb_set(j.payload || '{"dry_run": false}'::jsonb, '{snapshot,max_archive_percent}',
         coalesce($4::jsonb, j.payload #> '{snapshot,max_archive_percent}', 'null'), false),
       bytes = j.bytes - coalesce((j.place ->> 'kept')::bigint, 0), place = null, result = null,
       rows_total = null, rows_done = 0, attempts = 0, finished_at = null, expires_at = null,
       available_at = now(), updated_at = $3::timestamptz, revision = j.revision + 1
 where j.tenant_id = $1::uuid and j.id = $2::uuid
