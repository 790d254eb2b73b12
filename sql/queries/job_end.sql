-- job_end: a leased job is done, has failed, or was cancelled
-- W tenant
-- $2 id $3 fence $4 state $5 error $6 result (jsonb) $7 now $8 kept (interval)
-- none lease_lost
update app.jobs j
   set state = $4::text, error = $5::text, result = $6::jsonb, finished_at = $7::timestamptz,
       expires_at = $7::timestamptz + $8::interval, updated_at = $7::timestamptz,
       revision = j.revision + 1
 where j.tenant_id = $1::uuid and j.id = $2::uuid and j.fence = $3::bigint and j.state = 'leased'
returning j.id
