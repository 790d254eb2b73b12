-- How many rows a list has without a filter, where that is more than a request counts. Housekeeping
-- counts them; `list` is the name of the statement that did.
create table app.list_totals (
  tenant_id uuid not null references app.tenants (id),
  list text not null,
  total bigint not null,
  counted_at timestamptz not null,
  primary key (tenant_id, list));
alter table app.list_totals enable row level security;
alter table app.list_totals force row level security;
create policy tenant on app.list_totals
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
grant select, insert, update on app.list_totals to renkei_app;
