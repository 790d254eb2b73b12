-- webhook_queue_insert: a new endpoint begins behind what has happened so far
-- W tenant
-- $2 endpoint_id
insert into app.webhook_queues as q (tenant_id, endpoint_id, state, available_at, position)
select $1::uuid, e.id, case when e.active then 'queued' else 'off' end, now(), c.value
  from app.webhook_endpoints e
  join app.tenant_counters c on c.tenant_id = e.tenant_id and c.name = 'events'
 where e.tenant_id = $1::uuid and c.tenant_id = $1::uuid and e.id = $2::uuid
returning q.endpoint_id
