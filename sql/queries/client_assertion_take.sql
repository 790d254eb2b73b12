-- client_assertion_take: what a client signed counts now and never again; no row: it did before
-- W tenant
-- none invalid_client
-- $2 client_id
-- $3 token_hash (hex: of its jti)
-- $4 ends_at
-- $5 now
with ended as (
  delete from app.client_assertions a
   where a.tenant_id = $1::uuid and a.client_id = $2::uuid and a.ends_at < $5::timestamptz)
insert into app.client_assertions (tenant_id, client_id, token_hash, ends_at)
values ($1::uuid, $2::uuid, decode($3::text, 'hex'), $4::timestamptz)
on conflict do nothing
returning client_id
