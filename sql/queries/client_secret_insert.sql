-- client_secret_insert: one more secret of a client
-- W tenant
-- $2 id $3 client_id
-- $4 secret_hash (hex)
-- $5 now $6 by
insert into app.client_secrets (tenant_id, id, client_id, secret_hash, created_at, created_by)
values ($1::uuid, $2::uuid, $3::uuid, decode($4::text, 'hex'), $5::timestamptz, $6::text)
