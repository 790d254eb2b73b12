-- webhook_attempt_expire: attempts of more than 30 days ago go, a few at a time
-- W tenant
-- $2 limit
with gone as (
  select a.id
    from app.webhook_attempts a
   where a.tenant_id = $1::uuid and a.attempted_at < now() - interval '30 days'
   order by a.attempted_at
   limit $2::integer
     for update skip locked),
deleted as (
  delete from app.webhook_attempts a
   where a.tenant_id = $1::uuid and a.id = any (array(select id from gone))
  returning a.id)
select count(*) as deleted from deleted
