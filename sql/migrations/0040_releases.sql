-- Holds of the order gate that people released, and who was told what.

-- `covers` are the signals that held when it was asked for: what comes later is not released by it.
create table app.releases (
  tenant_id uuid not null references app.tenants (id),
  id uuid not null,
  revision integer not null default 1,
  supplier_id uuid not null,
  action text not null check (action in ('requisition', 'order', 'share_data', 'connect')),
  state text not null check (state in ('proposed', 'active', 'ended')),
  reason text not null,
  reference text,
  until date not null,
  covers jsonb not null,
  requested_by text not null,
  requested_at timestamptz not null,
  approved_by text,
  approved_at timestamptz,
  ended_by text,
  ended_at timestamptz,
  end_cause text check (end_cause in ('expired', 'ended', 'withdrawn')),
  end_note text,
  primary key (tenant_id, id),
  foreign key (tenant_id, supplier_id) references app.suppliers (tenant_id, id));
create index releases_page on app.releases (tenant_id, requested_at, id);
create index releases_supplier on app.releases (tenant_id, supplier_id, requested_at, id);
create index releases_state on app.releases (tenant_id, state, requested_at, id);
create index releases_until on app.releases (tenant_id, until, id)
  where state in ('proposed', 'active');

-- What the gate said to whom, where it was asked to keep it.
create table app.status_checks (
  tenant_id uuid not null references app.tenants (id),
  id uuid not null,
  supplier_id uuid not null,
  action text not null,
  as_of date not null,
  decision text not null,
  reasons jsonb not null,
  release_id uuid,
  policy_code text not null,
  policy_version integer not null,
  reference text,
  asked_by text not null,
  asked_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, supplier_id) references app.suppliers (tenant_id, id));
create index status_checks_page on app.status_checks (tenant_id, asked_at, id);
create index status_checks_supplier on app.status_checks (tenant_id, supplier_id, asked_at, id);
create index status_checks_reference on app.status_checks (tenant_id, reference, asked_at, id)
  where reference is not null;

do $$
declare name text;
begin
  foreach name in array array['releases', 'status_checks']
  loop
    execute format('alter table app.%I enable row level security', name);
    execute format('alter table app.%I force row level security', name);
    execute format('create policy tenant on app.%I
      using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)
      with check (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', name);
    execute format('grant select, insert on app.%I to renkei_app', name);
  end loop;
end $$;
grant update on app.releases to renkei_app;
-- Rows stay as they were written, but for a person that is erased.
grant update (reference, asked_by) on app.status_checks to renkei_app;
