-- Import profiles: how the columns of a tenant's files are called, and what they mean (docs/imports.md). Those that
-- are built in stand here so that they are listed; their columns, which a later version may know more of, do not.
create table app.import_profiles (
  tenant_id uuid not null references app.tenants (id),
  id uuid not null,
  revision integer not null default 1,
  code text not null,
  name text not null,
  built_in boolean not null default false,
  columns jsonb not null,
  constants jsonb not null,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  constraint import_profiles_code unique (tenant_id, code));

alter table app.import_profiles enable row level security;
alter table app.import_profiles force row level security;
create policy tenant on app.import_profiles
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
grant select, insert, update, delete on app.import_profiles to renkei_app;

alter table app.import_profiles no force row level security;
insert into app.import_profiles (tenant_id, id, code, name, built_in, columns, constants, created_at, created_by,
  updated_at)
select t.id, gen_random_uuid(), b.code, b.name, true, '[]', '{}', now(), 'system', now()
  from app.tenants t
 cross join (values ('renkei', 'Renkei'), ('generic-ja', '一般的な日本語の項目名')) b (code, name);
alter table app.import_profiles force row level security;
