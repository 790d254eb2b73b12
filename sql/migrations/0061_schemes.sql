-- Security schemes: requirements, and how far a question speaks for each (data/schemes.json). Those that are
-- built in are brought by the program, which knows their newest edition.
create table app.schemes (
  tenant_id uuid not null references app.tenants (id),
  id uuid not null,
  revision integer not null default 1,
  code text not null,
  built_in boolean not null default false,
  document jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  constraint schemes_code unique (tenant_id, code));

alter table app.schemes enable row level security;
alter table app.schemes force row level security;
create policy tenant on app.schemes
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
grant select, insert, update, delete on app.schemes to renkei_app;
