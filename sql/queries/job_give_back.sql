-- job_give_back: a leased job waits again, at once or after a pause
-- W tenant
-- $2 id $3 fence $4 pause (interval) $5 now $6 counts (boolean: the attempt counts)
-- none lease_lost
update app.jobs j
   set state = 'queued', available_at = now() + $4::interval, updated_at = $5::timestamptz,
       revision = j.revision + 1, attempts = j.attempts - case when $6::boolean then 0 else 1 end
 where j.tenant_id = $1::uuid and j.id = $2::uuid and j.fence = $3::bigint and j.state = 'leased'
returning j.id
