-- webhook_secret_insert: one more secret of a webhook endpoint
-- W tenant
-- $2 id $3 endpoint_id
-- $4 secret (hex) $5 signing_key (hex) $6 public_key (hex)
-- $7 now $8 by
insert into app.webhook_secrets (tenant_id, id, endpoint_id, secret, signing_key, public_key,
  created_at, created_by)
values ($1::uuid, $2::uuid, $3::uuid, decode($4::text, 'hex'), decode($5::text, 'hex'), decode($6::text, 'hex'),
  $7::timestamptz, $8::text)
