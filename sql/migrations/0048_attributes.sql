-- Attributes of suppliers by a tenant's own schema: the schema is one of its settings, the values are shown with
-- the supplier, and each is a row `key:value` by which suppliers are found, as by their tags.
alter table app.settings add column attributes jsonb not null default '[]';
alter table app.suppliers add column attributes jsonb not null default '{}';
create table app.supplier_attributes (
  tenant_id uuid not null references app.tenants (id),
  supplier_id uuid not null,
  term text collate "C" not null,
  created_at timestamptz not null,
  primary key (tenant_id, supplier_id, term),
  foreign key (tenant_id, supplier_id) references app.suppliers (tenant_id, id) on delete cascade);
create index supplier_attributes_page on app.supplier_attributes (tenant_id, term, created_at, supplier_id);
alter table app.supplier_attributes enable row level security;
alter table app.supplier_attributes force row level security;
create policy tenant on app.supplier_attributes
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
grant select, insert, update, delete on app.supplier_attributes to renkei_app;
