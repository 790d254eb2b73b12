-- job_give_up: one that job_claim found tried too often says so, and when it goes
-- W tenant
-- $2 id $3 now $4 kept (interval)
update app.jobs j
   set error = 'gave_up', finished_at = $3::timestamptz, expires_at = $3::timestamptz + $4::interval
 where j.tenant_id = $1::uuid and j.id = $2::uuid and j.state = 'failed'
