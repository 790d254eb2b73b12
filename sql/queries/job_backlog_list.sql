-- job_backlog_list: what waits, as the workers saw it last
-- R admin
select b.kind, b.queued, b.leased,
       case when b.oldest_at is not null
            then ceil(extract(epoch from greatest(now() - b.oldest_at, interval '0')))::bigint end
         as oldest_seconds,
       ceil(extract(epoch from greatest(now() - b.seen_at, interval '0')))::bigint as seen_seconds
  from app.job_backlog b
 order by b.kind
