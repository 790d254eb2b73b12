-- webhook_endpoint_get: one webhook endpoint
-- R tenant
-- $2 id
-- $3 now
select {{> webhook_endpoint_columns}}
  from app.webhook_endpoints e
 where e.tenant_id = $1::uuid and e.id = $2::uuid
