-- job_tenants_due: tenants with a job to claim, the longest waiting first; no locks
-- R admin
-- $1 kinds (text[])
select j.tenant_id as id, min(j.available_at) as since
  from app.jobs j
 where {{> claimable of=j}} and j.kind = any ($1::text[])
 group by j.tenant_id
 order by 2
 limit 100
