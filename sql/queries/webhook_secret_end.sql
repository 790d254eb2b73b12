-- webhook_secret_end: the secrets of an endpoint end then, if not before
-- W tenant
-- $2 endpoint_id $3 ends_at
update app.webhook_secrets
   set ends_at = least(ends_at, $3::timestamptz)
 where tenant_id = $1::uuid and endpoint_id = $2::uuid
