-- The order gate: what a tenant's own rules say before something is ordered from, shared with or connected
-- to a supplier, and what was last told of each.
create table app.gate_policies (
  tenant_id uuid not null references app.tenants (id),
  id uuid not null,
  revision integer not null default 1,
  code text not null,
  version integer not null,
  state text not null default 'draft' check (state in ('draft', 'published', 'retired')),
  title text not null,
  second_person boolean not null,
  rules jsonb not null,
  published_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, code, version));
create unique index gate_policies_draft on app.gate_policies (tenant_id, code) where state = 'draft';
-- One is in force.
create unique index gate_policies_in_force on app.gate_policies (tenant_id) where state = 'published';
create index gate_policies_page on app.gate_policies (tenant_id, created_at, id);

-- The decisions that were told last, by action, and the reasons behind them. Without a row: every action
-- was allowed. The revision settles who tells of a change when two notice it.
create table app.gate_states (
  tenant_id uuid not null references app.tenants (id),
  supplier_id uuid not null,
  revision integer not null,
  decisions jsonb not null,
  told_at timestamptz not null,
  primary key (tenant_id, supplier_id),
  foreign key (tenant_id, supplier_id) references app.suppliers (tenant_id, id) on delete cascade);

do $$
declare name text;
begin
  foreach name in array array['gate_policies', 'gate_states']
  loop
    execute format('alter table app.%I enable row level security', name);
    execute format('alter table app.%I force row level security', name);
    execute format('create policy tenant on app.%I
      using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)
      with check (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', name);
    execute format('grant select, insert, update on app.%I to renkei_app', name);
  end loop;
  grant delete on app.gate_policies to renkei_app;
end $$;
