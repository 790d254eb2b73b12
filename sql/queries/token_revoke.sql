-- token_revoke: refuses a token of a tenant by its jti; no row when it is refused already
-- W admin
-- $1 tenant_id
-- $2 token_id
-- $3 now
-- 23503 not_found
insert into app.revoked_tokens (tenant_id, token_id, revoked_at)
values ($1::uuid, $2::text, $3::timestamptz)
    on conflict do nothing
returning token_id
