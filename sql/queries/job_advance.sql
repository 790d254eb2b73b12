-- job_advance: how far a leased job is; its lease goes on from now, and attempts are counted from where it moved
-- W tenant
-- $2 id $3 fence $4 lease (interval) $5 now $6 place (jsonb) $7 rows_total $8 rows_done $9 bytes
-- none lease_lost
update app.jobs j
   set available_at = now() + $4::interval, updated_at = $5::timestamptz, revision = j.revision + 1,
       attempts = case when j.place is distinct from $6::jsonb then 1 else j.attempts end,
       place = $6::jsonb, rows_total = $7::bigint, rows_done = $8::bigint, bytes = $9::bigint
 where j.tenant_id = $1::uuid and j.id = $2::uuid and j.fence = $3::bigint and j.state = 'leased'
returning j.attempts
