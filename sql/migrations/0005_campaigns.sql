-- Campaigns: one questionnaire version to many suppliers.
create table app.campaigns (
  tenant_id uuid not null references app.tenants (id),
  id uuid not null,
  revision integer not null default 1,
  state text not null default 'open' check (state in ('open', 'closed')),
  name text not null,
  questionnaire_id uuid not null,
  due_on date not null,
  locale text not null check (locale in ('ja', 'en')),
  note text,
  prefill boolean not null,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  closed_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, questionnaire_id) references app.questionnaires (tenant_id, id));
create index campaigns_page on app.campaigns (tenant_id, created_at, id);

-- `own`: the response was made by this campaign; otherwise it was open already and joined.
-- Rows come from responses that are locked or made in the same transaction. A response is never
-- deleted, nor is a supplier that has one, so neither key is checked again for thousands of rows.
create table app.campaign_suppliers (
  tenant_id uuid not null references app.tenants (id),
  campaign_id uuid not null,
  supplier_id uuid not null,
  response_id uuid not null,
  own boolean not null,
  added_at timestamptz not null,
  primary key (tenant_id, campaign_id, supplier_id),
  foreign key (tenant_id, campaign_id) references app.campaigns (tenant_id, id));
create index campaign_suppliers_response on app.campaign_suppliers (tenant_id, response_id);
create index campaign_suppliers_supplier on app.campaign_suppliers (tenant_id, supplier_id);

do $$
declare name text;
begin
  foreach name in array array['campaigns', 'campaign_suppliers']
  loop
    execute format('alter table app.%I enable row level security', name);
    execute format('alter table app.%I force row level security', name);
    execute format('create policy tenant on app.%I
      using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)
      with check (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', name);
    execute format('grant select, insert on app.%I to renkei_app', name);
  end loop;
  grant update on app.campaigns to renkei_app;
end $$;
