-- import_cancel: whoever works on it finds its lease gone; the next worker keeps what is left of the file
-- W tenant
-- $2 id $3 now $4 kept (interval)
update app.jobs j
   set state = 'queued', payload = j.payload || '{"cancelled": true}'::jsonb, fence = j.fence + 1, attempts = 0,
       available_at = now(), finished_at = $3::timestamptz, expires_at = $3::timestamptz + $4::interval,
       updated_at = $3::timestamptz, revision = j.revision + 1
 where j.tenant_id = $1::uuid and j.id = $2::uuid
