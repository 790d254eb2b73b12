-- webhook_endpoint_touch: raises the revision after a secret came
-- W tenant
-- $2 id $3 now
update app.webhook_endpoints set revision = revision + 1, updated_at = $3::timestamptz
 where tenant_id = $1::uuid and id = $2::uuid
