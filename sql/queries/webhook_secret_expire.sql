-- webhook_secret_expire: secrets of an endpoint that sign no more are deleted
-- W tenant
-- $2 endpoint_id $3 now
delete from app.webhook_secrets
 where tenant_id = $1::uuid and endpoint_id = $2::uuid and ends_at <= $3::timestamptz
