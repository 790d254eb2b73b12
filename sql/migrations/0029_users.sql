-- Names of the people whom rows name by the subject of their token: what their tokens said last, and what an
-- administrator wrote in its place.
create table app.users (
  tenant_id uuid not null references app.tenants (id),
  id uuid not null,
  subject text not null,
  token_name text,
  given_name text,
  revision integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, subject));
create index users_page on app.users (tenant_id, subject, id);
alter table app.users enable row level security;
alter table app.users force row level security;
create policy tenant on app.users
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
grant select, insert, update on app.users to renkei_app;
