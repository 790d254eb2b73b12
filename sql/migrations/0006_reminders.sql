-- Reminder rules and the queue that external jobs work off (docs/adr/0005-reminder-queue.md).

-- `offsets` are days from the due day, ascending: negative before it.
create table app.reminder_rules (
  tenant_id uuid not null references app.tenants (id),
  id uuid not null,
  revision integer not null default 1,
  kind text not null check (kind in ('response_due', 'response_overdue', 'plan_due', 'measure_due',
    'measure_overdue', 'certificate_expiring', 'certificate_expired', 'review_due',
    'acceptance_ending')),
  enabled boolean not null,
  offsets integer[] not null,
  business_days boolean not null,
  locale text check (locale in ('ja', 'en')),
  recipient text not null check (recipient in ('contacts', 'owner', 'address')),
  role text,
  address text,
  escalate_after integer,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id));
create index reminder_rules_page on app.reminder_rules (tenant_id, created_at, id);

-- What the queue was last brought up to: the local day and the event number. `run` is the request
-- that did it; `is_full`: it stopped at its limit and goes on with the next request.
create table app.reminder_marks (
  tenant_id uuid not null references app.tenants (id),
  run uuid,
  day date not null default '0001-01-01',
  business_day date not null default '0001-01-01',
  seq bigint not null default 0,
  is_full boolean not null default false,
  checked_at timestamptz not null default '-infinity',
  primary key (tenant_id));

-- One row per subject, rule and stage, for ever: the key is what keeps a reminder from being sent
-- twice, and `id` is a hash of it. `available_at` is when it may be handed out, be it because it was
-- queued, because it waits to be tried again, or because its lease ends. `fence` rises with every
-- lease; rows that were handed out as one item share `batch_id` (the id of one of them) and fence.
create table app.reminders (
  tenant_id uuid not null references app.tenants (id),
  id uuid not null,
  revision integer not null default 1,
  rule_id uuid not null,
  kind text not null,
  subject_type text not null,
  subject_id uuid not null,
  subject_code text not null,
  due_on date not null,
  stage integer not null,
  supplier_id uuid not null,
  title text not null,
  recipient_email text,
  recipient_name text,
  contact_id uuid,
  cc text,
  locale text not null,
  blocker text check (blocker in ('undeliverable', 'no_recipient')),
  state text not null check (state in ('queued', 'leased', 'sent', 'dead', 'withdrawn')),
  available_at timestamptz not null,
  fence bigint not null default 0,
  attempts integer not null default 0,
  worker_id text,
  batch_id uuid,
  batch_size integer,
  last_error text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  sent_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, supplier_id) references app.suppliers (tenant_id, id) on delete cascade);
create unique index reminders_once on app.reminders
  (tenant_id, rule_id, subject_id, subject_code, due_on, stage);
create index reminders_work on app.reminders (tenant_id, available_at, id)
  where state in ('queued', 'leased') and blocker is null;
create index reminders_recipient on app.reminders (tenant_id, recipient_email, available_at)
  where state in ('queued', 'leased') and blocker is null;
create index reminders_batch on app.reminders (tenant_id, batch_id);
create index reminders_page on app.reminders (tenant_id, created_at, id);
create index reminders_supplier on app.reminders (tenant_id, supplier_id);

-- The subjects that have a day.
create index responses_due on app.responses (tenant_id, due_on)
  where state in ('requested', 'in_progress', 'returned');
create index answers_plan on app.answers (tenant_id, response_id)
  where (value #>> '{plan,due_on}') is not null;

do $$
declare name text;
begin
  foreach name in array array['reminder_rules', 'reminder_marks', 'reminders']
  loop
    execute format('alter table app.%I enable row level security', name);
    execute format('alter table app.%I force row level security', name);
    execute format('create policy tenant on app.%I
      using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)
      with check (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', name);
    execute format('grant select, insert, update on app.%I to renkei_app', name);
  end loop;
  grant delete on app.reminder_rules to renkei_app;
  -- Which tenants have work is asked across tenants, without locks, and tells nothing else.
  foreach name in array array['reminder_marks', 'reminders', 'settings', 'events']
  loop
    execute format('create policy reminder_discovery on app.%I for select to renkei_worker
      using (true)', name);
  end loop;
  grant select (tenant_id, state, blocker, available_at) on app.reminders to renkei_worker;
  grant select (tenant_id, day, seq, is_full) on app.reminder_marks to renkei_worker;
  grant select (tenant_id, time_zone) on app.settings to renkei_worker;
  grant select (tenant_id, seq, type) on app.events to renkei_worker;
end $$;
