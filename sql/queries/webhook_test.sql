-- webhook_test: a test message waits for the endpoint; the one that waits already stays
-- W tenant
-- $2 endpoint_id $3 message_id
update app.webhook_queues q
   set test_id = coalesce(q.test_id, $3::uuid)
 where q.tenant_id = $1::uuid and q.endpoint_id = $2::uuid
returning q.test_id
