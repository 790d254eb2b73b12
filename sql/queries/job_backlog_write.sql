-- job_backlog_write: what waits of one kind, for the service to tell
-- W admin
-- $1 kind $2 queued $3 leased $4 oldest_at
insert into app.job_backlog (kind, queued, leased, oldest_at, seen_at)
values ($1::text, $2::bigint, $3::bigint, $4::timestamptz, now())
on conflict (kind) do update
   set queued = excluded.queued, leased = excluded.leased, oldest_at = excluded.oldest_at,
       seen_at = excluded.seen_at
