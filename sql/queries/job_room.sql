-- job_room: what the tenant's jobs hold, and how many are not finished
-- R tenant
select coalesce(sum(j.bytes), 0)::bigint as bytes,
       count(*) filter (where j.state in ('queued', 'leased')) as unfinished
  from app.jobs j
 where j.tenant_id = $1::uuid and j.kind <> 'evidence'
