-- Respondents ask for a later due day; the asking side decides. One request of a response is open at a time.
create table app.extension_requests (
  tenant_id uuid not null references app.tenants (id),
  id uuid not null,
  revision integer not null default 1,
  response_id uuid not null,
  state text not null default 'open' check (state in ('open', 'approved', 'declined', 'lapsed')),
  due_before date not null,
  due_on date not null,
  granted_on date,
  reason text not null,
  message text,
  requested_at timestamptz not null,
  requested_by text not null,
  decided_at timestamptz,
  decided_by text,
  primary key (tenant_id, id),
  foreign key (tenant_id, response_id) references app.responses (tenant_id, id) on delete cascade);
create unique index extension_requests_open on app.extension_requests (tenant_id, response_id) where state = 'open';
create index extension_requests_response on app.extension_requests (tenant_id, response_id, requested_at, id);
create index extension_requests_requested on app.extension_requests (tenant_id, requested_at, id);
create index extension_requests_state on app.extension_requests (tenant_id, state, requested_at, id);
alter table app.extension_requests enable row level security;
alter table app.extension_requests force row level security;
create policy tenant on app.extension_requests
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
grant select, insert, update on app.extension_requests to renkei_app;
