-- The chain: the supplier at `to` depends on the one at `from`. Without `to_supplier_id` it is the tenant itself that
-- depends on it; `to_end` says so by the word of the contract. One link of each kind and item joins two ends, whoever
-- brought it. `pushed` is what its system last said of it, as with contacts: what differs from it was set by people.
create table app.supplier_links (
  tenant_id uuid not null references app.tenants (id),
  id uuid not null,
  revision integer not null default 1,
  from_supplier_id uuid not null,
  to_supplier_id uuid,
  to_end text collate "C" not null generated always as (
    case when to_supplier_id is null then 'self' else to_supplier_id::text end) stored,
  kind text not null check (kind in ('goods', 'software', 'service', 'network', 'data')),
  dependency smallint not null check (dependency between 1 and 4),
  penetration smallint not null check (penetration between 1 and 4),
  item text not null default '',
  since date,
  until date,
  source text,
  pushed jsonb,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  constraint supplier_links_same unique (tenant_id, from_supplier_id, to_end, kind, item),
  foreign key (tenant_id, from_supplier_id) references app.suppliers (tenant_id, id)
    on delete cascade,
  foreign key (tenant_id, to_supplier_id) references app.suppliers (tenant_id, id)
    on delete cascade);
create index supplier_links_created on app.supplier_links (tenant_id, created_at, id);
create index supplier_links_updated on app.supplier_links (tenant_id, updated_at, id);
create index supplier_links_from on app.supplier_links
  (tenant_id, from_supplier_id, created_at, id);
create index supplier_links_to on app.supplier_links (tenant_id, to_end, created_at, id);
create index supplier_links_to_supplier on app.supplier_links (tenant_id, to_supplier_id)
  where to_supplier_id is not null;
create index supplier_links_kind on app.supplier_links (tenant_id, kind, created_at, id);
create index supplier_links_source on app.supplier_links (tenant_id, source, created_at, id);

alter table app.supplier_links enable row level security;
alter table app.supplier_links force row level security;
create policy tenant on app.supplier_links
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
grant select, insert, update, delete on app.supplier_links to renkei_app;
