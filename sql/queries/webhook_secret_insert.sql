-- webhook_secret_insert: one more secret of a webhook endpoint
-- W tenant
-- $2 id $3 endpoint_id
-- $4 secret (hex)
-- $5 now $6 by
insert into app.webhook_secrets (tenant_id, id, endpoint_id, secret, created_at, created_by)
values ($1::uuid, $2::uuid, $3::uuid, decode($4::text, 'hex'), $5::timestamptz, $6::text)
