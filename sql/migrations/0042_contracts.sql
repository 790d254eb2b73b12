-- Contracts with suppliers. `notice_by`, the last day for notice, is what reminders and the list go by.
create table app.contracts (
  tenant_id uuid not null references app.tenants (id),
  id uuid not null,
  revision integer not null default 1,
  supplier_id uuid not null,
  number text not null,
  title text,
  starts_on date,
  ends_on date,
  notice_days integer not null default 0,
  notice_by date generated always as (ends_on - notice_days) stored,
  security_clauses boolean,
  replaces_number text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, supplier_id) references app.suppliers (tenant_id, id)
    on delete cascade);
create index contracts_created on app.contracts (tenant_id, created_at, id);
create index contracts_notice on app.contracts
  (tenant_id, (case when notice_by is null then '9999-12-31'::date else notice_by end), id);
create index contracts_supplier on app.contracts (tenant_id, supplier_id,
  (case when notice_by is null then '9999-12-31'::date else notice_by end), id);

alter table app.contracts enable row level security;
alter table app.contracts force row level security;
create policy tenant on app.contracts
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
grant select, insert, update, delete on app.contracts to renkei_app;

-- Tenants that are there already get the rule, switched off.
alter table app.reminder_rules no force row level security;
insert into app.reminder_rules (tenant_id, id, kind, subject_type, enabled, offsets, business_days,
  recipient, created_at, updated_at)
select t.id, gen_random_uuid(), 'contract_ending', 'contract', false, '{-60,-30,-7}', true, 'owner',
       now(), now()
  from app.tenants t
 where not exists (select from app.reminder_rules r
                    where r.tenant_id = t.id and r.kind = 'contract_ending');
alter table app.reminder_rules force row level security;
