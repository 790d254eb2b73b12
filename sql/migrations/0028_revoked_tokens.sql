-- Tokens that are refused by their jti although they have not ended. Read before a tenant is known, as the
-- disabled subjects are.
create table app.revoked_tokens (
  tenant_id uuid not null references app.tenants (id),
  token_id text not null,
  revoked_at timestamptz not null,
  primary key (tenant_id, token_id));
grant select on app.revoked_tokens to renkei_app;
