-- webhook_queue_restart: an endpoint was changed: who has it in hand has lost it, and it is tried anew at once
-- W tenant
-- $2 endpoint_id
update app.webhook_queues q
   set state = case when e.active then 'queued' else 'off' end, available_at = now(), fence = q.fence + 1,
       failures = 0, failing_since = null, test_id = case when e.active then q.test_id end
  from app.webhook_endpoints e
 where q.tenant_id = $1::uuid and e.tenant_id = $1::uuid and q.endpoint_id = $2::uuid and e.id = q.endpoint_id
