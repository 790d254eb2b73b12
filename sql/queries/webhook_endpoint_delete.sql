-- webhook_endpoint_delete: an endpoint goes with its secrets, its queue and its attempts
-- W tenant
-- $2 id
delete from app.webhook_endpoints where tenant_id = $1::uuid and id = $2::uuid returning id
