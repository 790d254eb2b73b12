-- webhook_endpoint_disable: the service makes an endpoint inactive
-- W tenant
-- $2 id $3 because $4 now
update app.webhook_endpoints
   set active = false, disabled_because = $3::text, revision = revision + 1, updated_at = $4::timestamptz
 where tenant_id = $1::uuid and id = $2::uuid and active
returning id
