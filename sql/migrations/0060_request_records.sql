-- What suppliers were asked for, and how it was talked over with them. Pages go by the day of the request.
create table app.request_records (
  tenant_id uuid not null references app.tenants (id),
  id uuid not null,
  revision integer not null default 1,
  supplier_id uuid not null,
  campaign_id uuid,
  measure_id uuid,
  requested_on date not null,
  reason text not null,
  explanation text,
  explained_on date,
  explained_by text,
  cost_bearer text not null default 'not_discussed'
    check (cost_bearer in ('supplier', 'buyer', 'shared', 'not_discussed')),
  cost_note text,
  price_talk_on date,
  price_talk_result text,
  supplier_statement text,
  created_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, supplier_id) references app.suppliers (tenant_id, id)
    on delete cascade,
  foreign key (tenant_id, campaign_id) references app.campaigns (tenant_id, id),
  foreign key (tenant_id, measure_id) references app.measures (tenant_id, id));
create index request_records_page on app.request_records (tenant_id, requested_on, id);
create index request_records_supplier on app.request_records
  (tenant_id, supplier_id, requested_on, id);
create index request_records_campaign on app.request_records
  (tenant_id, campaign_id, requested_on, id) where campaign_id is not null;
create index request_records_measure on app.request_records
  (tenant_id, measure_id, requested_on, id) where measure_id is not null;
create index request_records_cost on app.request_records (tenant_id, cost_bearer, requested_on, id);

alter table app.request_records enable row level security;
alter table app.request_records force row level security;
create policy tenant on app.request_records
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
grant select, insert, update, delete on app.request_records to renkei_app;
