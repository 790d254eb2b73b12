-- Programs that get tokens by client credentials. Of a secret only the SHA-256 is stored: it is 256 random
-- bits, so that nothing slower keeps it any better.
create table app.clients (
  tenant_id uuid not null references app.tenants (id),
  id uuid not null,
  revision integer not null default 1,
  name text not null,
  scopes text[] not null,
  active boolean not null,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id));
create index clients_created_at on app.clients (tenant_id, created_at, id);

create table app.client_secrets (
  tenant_id uuid not null references app.tenants (id),
  id uuid not null,
  client_id uuid not null,
  secret_hash bytea not null,
  created_at timestamptz not null,
  created_by text not null,
  last_used_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, client_id, secret_hash),
  foreign key (tenant_id, client_id) references app.clients (tenant_id, id) on delete cascade);

do $$
declare
  t text;
begin
  foreach t in array array['clients', 'client_secrets'] loop
    execute format('alter table app.%I enable row level security', t);
    execute format('alter table app.%I force row level security', t);
    execute format($p$create policy tenant on app.%I
      using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
      with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)$p$, t);
  end loop;
  grant select, insert, update on app.clients to renkei_app;
  grant select, insert, update, delete on app.client_secrets to renkei_app;
end $$;
