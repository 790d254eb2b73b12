-- job_backlog_read: what waits and what is worked at, of all tenants, by kind
-- R admin
-- $1 kinds (text[])
select j.kind, count(*) filter (where j.state = 'queued') as queued,
       count(*) filter (where j.state = 'leased') as leased,
       min(j.created_at) filter (where j.state = 'queued') as oldest_at
  from app.jobs j
 where j.state in ('queued', 'leased') and j.kind = any ($1::text[])
 group by j.kind
