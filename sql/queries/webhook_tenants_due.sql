-- webhook_tenants_due: tenants with an endpoint that has something to be sent, the longest waiting first; no locks
-- R admin
select q.tenant_id as id, min(q.available_at) as since
  from app.webhook_queues q
  join app.tenant_counters c on c.tenant_id = q.tenant_id and c.name = 'events'
 where {{> claimable of=q}} and {{> webhook_pending of=q}}
 group by q.tenant_id
 order by 2
 limit 100
