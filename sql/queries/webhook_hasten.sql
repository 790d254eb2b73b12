-- webhook_hasten: an endpoint that waits to be tried again is tried at once
-- W tenant
-- $2 endpoint_id
update app.webhook_queues q
   set available_at = now()
 where q.tenant_id = $1::uuid and q.endpoint_id = $2::uuid and q.state = 'queued'
