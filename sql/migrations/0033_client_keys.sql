-- Public keys of clients that sign who they are instead of telling a secret, and what they signed of late:
-- each counts once. A row ends with what it stands for, after five minutes.
alter table app.clients add column keys jsonb not null default '[]';

create table app.client_assertions (
  tenant_id uuid not null references app.tenants (id),
  client_id uuid not null,
  token_hash bytea not null,
  ends_at timestamptz not null,
  primary key (tenant_id, client_id, token_hash),
  foreign key (tenant_id, client_id) references app.clients (tenant_id, id) on delete cascade);
alter table app.client_assertions enable row level security;
alter table app.client_assertions force row level security;
create policy tenant on app.client_assertions
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
grant select, insert, delete on app.client_assertions to renkei_app;
