-- Webhooks (docs/webhooks.md): addresses that are sent the feed. `scopes` are those of whoever made or last
-- changed the endpoint: it sees what they may read.
create table app.webhook_endpoints (
  tenant_id uuid not null references app.tenants (id),
  id uuid not null,
  revision integer not null default 1,
  url text not null,
  types text[],
  format text not null,
  description text,
  active boolean not null,
  disabled_because text,
  scopes text[] not null,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id));
create index webhook_endpoints_created_at on app.webhook_endpoints (tenant_id, created_at, id);

-- How far each endpoint is, leased as jobs are (docs/workers.md): `available_at` is when it may be handed out,
-- because there is something to send, it waits to be tried again, or a lease ends. `position` is the last event
-- of the feed that was delivered or passed over; from `again_after` to `again_until` events are sent again;
-- `test_id` is a test message that waits.
create table app.webhook_queues (
  tenant_id uuid not null references app.tenants (id),
  endpoint_id uuid not null,
  state text not null check (state in ('queued', 'leased', 'off')),
  available_at timestamptz not null,
  fence bigint not null default 0,
  worker_id text,
  position bigint not null,
  again_after bigint,
  again_until bigint,
  test_id uuid,
  failures integer not null default 0,
  failing_since timestamptz,
  delivered_at timestamptz,
  primary key (tenant_id, endpoint_id),
  foreign key (tenant_id, endpoint_id) references app.webhook_endpoints (tenant_id, id) on delete cascade);
create index webhook_queues_work on app.webhook_queues (tenant_id, available_at, endpoint_id)
  where state in ('queued', 'leased');

-- The service makes secrets and never reads them back; the worker that signs reads them.
create table app.webhook_secrets (
  tenant_id uuid not null references app.tenants (id),
  id uuid not null,
  endpoint_id uuid not null,
  secret bytea not null,
  created_at timestamptz not null,
  created_by text not null,
  ends_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, endpoint_id) references app.webhook_endpoints (tenant_id, id) on delete cascade);
create index webhook_secrets_endpoint on app.webhook_secrets (tenant_id, endpoint_id, created_at, id);

create table app.webhook_attempts (
  tenant_id uuid not null references app.tenants (id),
  id uuid not null,
  endpoint_id uuid not null,
  message_id uuid not null,
  seq bigint,
  type text not null,
  cause text not null,
  outcome text not null,
  status integer,
  duration_ms integer not null,
  answer text,
  attempted_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, endpoint_id) references app.webhook_endpoints (tenant_id, id) on delete cascade);
create index webhook_attempts_page on app.webhook_attempts (tenant_id, endpoint_id, attempted_at, id);
create index webhook_attempts_outcome on app.webhook_attempts (tenant_id, endpoint_id, outcome, attempted_at, id);
create index webhook_attempts_expiry on app.webhook_attempts (tenant_id, attempted_at);

do $$
declare name text;
begin
  foreach name in array array['webhook_endpoints', 'webhook_queues', 'webhook_secrets', 'webhook_attempts']
  loop
    execute format('alter table app.%I enable row level security', name);
    execute format('alter table app.%I force row level security', name);
    execute format('create policy tenant on app.%I
      using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)
      with check (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', name);
  end loop;
  grant select, insert, update, delete on app.webhook_endpoints, app.webhook_queues, app.webhook_attempts
     to renkei_app;
  grant insert, delete on app.webhook_secrets to renkei_app;
  grant select (tenant_id, id, endpoint_id, created_at, created_by, ends_at),
        update (created_by, ends_at) on app.webhook_secrets to renkei_app;
  -- Which tenants have something to send is asked across tenants, without locks.
  create policy webhook_discovery on app.webhook_queues for select to renkei_worker using (true);
  grant select (tenant_id, endpoint_id, state, available_at, position, again_after, test_id)
     on app.webhook_queues to renkei_worker;
  create policy webhook_discovery on app.tenant_counters for select to renkei_worker using (true);
  grant select (tenant_id, name, value) on app.tenant_counters to renkei_worker;
  create policy webhook_signing on app.webhook_secrets for select to renkei_worker using (true);
  grant select on app.webhook_secrets to renkei_worker;
end $$;
