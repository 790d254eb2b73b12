-- webhook_endpoint_lock: one webhook endpoint, locked until the end of the transaction
-- W tenant
-- $2 id
select e.id from app.webhook_endpoints e where e.tenant_id = $1::uuid and e.id = $2::uuid for update
