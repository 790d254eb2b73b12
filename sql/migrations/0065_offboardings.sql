-- The end of a relation with a supplier, as a checklist. `items` has every item by its name, with its state, days and
-- proof; `next_due_on` is the earliest day among those that are open, kept with them, for reminders and pages.
create table app.offboardings (
  tenant_id uuid not null references app.tenants (id),
  id uuid not null,
  revision integer not null default 1,
  supplier_id uuid not null,
  state text not null default 'open'
    check (state in ('open', 'completed', 'cancelled', 'skipped')),
  reason text,
  due_on date,
  items jsonb not null,
  next_due_on date,
  end_reason text,
  ended_at timestamptz,
  ended_by text,
  restored_at timestamptz,
  created_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  check (state = 'open' or next_due_on is null),
  foreign key (tenant_id, supplier_id) references app.suppliers (tenant_id, id)
    on delete cascade);
create unique index offboardings_open on app.offboardings (tenant_id, supplier_id)
  where state = 'open';
create index offboardings_due on app.offboardings
  (tenant_id, (case when next_due_on is null then '9999-12-31'::date else next_due_on end), id);
create index offboardings_supplier on app.offboardings (tenant_id, supplier_id,
  (case when next_due_on is null then '9999-12-31'::date else next_due_on end), id);
create index offboardings_state on app.offboardings (tenant_id, state,
  (case when next_due_on is null then '9999-12-31'::date else next_due_on end), id);
create index offboardings_created on app.offboardings (tenant_id, created_at, id);

alter table app.offboardings enable row level security;
alter table app.offboardings force row level security;
create policy tenant on app.offboardings
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
grant select, insert, update, delete on app.offboardings to renkei_app;

-- Tenants that are there already get the rule, switched off.
alter table app.reminder_rules no force row level security;
insert into app.reminder_rules (tenant_id, id, kind, subject_type, enabled, offsets, business_days,
  recipient, created_at, updated_at)
select t.id, gen_random_uuid(), 'offboarding_due', 'offboarding', false, '{-14,-3,0,7}', true,
       'owner', now(), now()
  from app.tenants t
 where not exists (select from app.reminder_rules r
                    where r.tenant_id = t.id and r.kind = 'offboarding_due');
alter table app.reminder_rules force row level security;
