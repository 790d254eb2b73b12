-- job_expire: finished jobs whose time has come go with their files, a few at a time
-- W tenant
-- $2 now $3 limit
with gone as (
  select j.id
    from app.jobs j
   where j.tenant_id = $1::uuid and j.expires_at <= $2::timestamptz
   order by j.expires_at
   limit $3::integer
     for update skip locked),
deleted as (
  delete from app.jobs j
   where j.tenant_id = $1::uuid and j.id = any (array(select id from gone))
  returning j.id)
select count(*) as deleted from deleted
