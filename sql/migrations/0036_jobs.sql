-- Jobs: what a request leaves to a worker process (docs/workers.md). Queued and leased as reminders are:
-- `available_at` is when it may be handed out, because it was queued, waits to be tried again, or its lease
-- ends; `fence` rises with every lease, and what is written under an older one is refused. `place` is how far
-- a worker came, in the words of its kind; `expires_at` is when a finished one goes, with its files.
create table app.jobs (
  tenant_id uuid not null references app.tenants (id),
  id uuid not null,
  revision integer not null default 1,
  kind text not null,
  state text not null check (state in ('queued', 'leased', 'done', 'failed', 'cancelled')),
  payload jsonb not null,
  place jsonb,
  result jsonb,
  error text,
  rows_total bigint,
  rows_done bigint not null default 0,
  bytes bigint not null default 0,
  available_at timestamptz not null,
  fence bigint not null default 0,
  attempts integer not null default 0,
  worker_id text,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  finished_at timestamptz,
  expires_at timestamptz,
  primary key (tenant_id, id));
create index jobs_work on app.jobs (tenant_id, available_at, id) where state in ('queued', 'leased');
create index jobs_page on app.jobs (tenant_id, kind, created_at, id);
create index jobs_expiry on app.jobs (tenant_id, expires_at) where expires_at is not null;

-- The files of a job in pieces, each small enough for one statement. `part`: which of its files.
create table app.job_files (
  tenant_id uuid not null references app.tenants (id),
  job_id uuid not null,
  part text not null,
  piece integer not null,
  bytes bytea not null,
  primary key (tenant_id, job_id, part, piece),
  foreign key (tenant_id, job_id) references app.jobs (tenant_id, id) on delete cascade);

-- What waits, as the last worker that looked saw it: a row for each kind, read by the service, which sees
-- one tenant at a time.
create table app.job_backlog (
  kind text primary key,
  queued bigint not null,
  leased bigint not null,
  oldest_at timestamptz,
  seen_at timestamptz not null);

do $$
declare name text;
begin
  foreach name in array array['jobs', 'job_files']
  loop
    execute format('alter table app.%I enable row level security', name);
    execute format('alter table app.%I force row level security', name);
    execute format('create policy tenant on app.%I
      using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)
      with check (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', name);
    execute format('grant select, insert, update, delete on app.%I to renkei_app', name);
  end loop;
  -- Which tenants have work is asked across tenants, without locks, and tells nothing of the work.
  create policy job_discovery on app.jobs for select to renkei_worker using (true);
  grant select (tenant_id, kind, state, available_at, created_at) on app.jobs to renkei_worker;
  grant select, insert, update on app.job_backlog to renkei_worker;
  grant select on app.job_backlog to renkei_app;
end $$;
