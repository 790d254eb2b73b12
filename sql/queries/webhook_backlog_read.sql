-- webhook_backlog_read: endpoints of all tenants that have something to be sent, and since when the oldest waits
-- R admin
select count(*) filter (where q.state = 'queued') as queued,
       count(*) filter (where q.state = 'leased') as leased,
       min(coalesce((select e.created_at
                       from app.events e
                      where e.tenant_id = q.tenant_id and e.seq > q.position
                      order by e.seq
                      limit 1), q.available_at)) as oldest_at
  from app.webhook_queues q
  join app.tenant_counters c on c.tenant_id = q.tenant_id and c.name = 'events'
 where q.state in ('queued', 'leased') and {{> webhook_pending of=q}}
