-- Overrides, incidents and reviews.

-- A band that two people decided on; it stands beside the computed one up to and with the day
-- `until`. One is open (proposed or active) per supplier.
create table app.overrides (
  tenant_id uuid not null references app.tenants (id),
  id uuid not null,
  revision integer not null default 1,
  supplier_id uuid not null,
  state text not null default 'proposed' check (state in ('proposed', 'active', 'ended')),
  band text not null check (band in ('very_high', 'high', 'moderate', 'low', 'very_low')),
  despite_incident boolean not null,
  reason text not null,
  until date not null,
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
create unique index overrides_open on app.overrides (tenant_id, supplier_id)
  where state in ('proposed', 'active');
create index overrides_page on app.overrides (tenant_id, requested_at, id);
create index overrides_until on app.overrides (tenant_id, until, id)
  where state in ('proposed', 'active');

create table app.incidents (
  tenant_id uuid not null references app.tenants (id),
  id uuid not null,
  revision integer not null default 1,
  supplier_id uuid not null,
  state text not null default 'open' check (state in ('open', 'closed')),
  title text not null,
  description text,
  occurred_on date,
  discovered_on date not null,
  attack_kind text,
  severity text not null check (severity in ('critical', 'high', 'medium', 'low')),
  lessons text,
  closed_on date,
  closed_by text,
  reported_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, supplier_id) references app.suppliers (tenant_id, id),
  foreign key (tenant_id, attack_kind) references app.attack_kinds (tenant_id, code));
create index incidents_supplier on app.incidents (tenant_id, supplier_id, discovered_on)
  where state = 'open';
create index incidents_page on app.incidents (tenant_id, discovered_on, id);

-- What a review looked at and decided; rows stay as they were written.
create table app.reviews (
  tenant_id uuid not null references app.tenants (id),
  id uuid not null,
  supplier_id uuid not null,
  outcome text not null check (outcome in
    ('continue', 'continue_with_measures', 'reassess', 'reconsider')),
  notes text,
  due_on date,
  performed_on date not null,
  performed_by text not null,
  performed_at timestamptz not null,
  band text,
  band_reason text,
  score_id uuid,
  next_review_on date,
  primary key (tenant_id, id),
  foreign key (tenant_id, supplier_id) references app.suppliers (tenant_id, id));
create index reviews_page on app.reviews (tenant_id, performed_at, id);
create index reviews_supplier on app.reviews (tenant_id, supplier_id, performed_on);

-- review_told_for: the next_review_on whose arrival was told. threats: I × L of each threat of the
-- current score in micro-points, the first is that of rank 1.
alter table app.suppliers add column review_told_for date;
alter table app.suppliers add column threats integer[] not null default '{}';
create index suppliers_review on app.suppliers
  (tenant_id, (case when next_review_on is null then '9999-12-31'::date else next_review_on end), id);
-- What reports count, so that a scan of all suppliers reads no more than this.
create index suppliers_report on app.suppliers (tenant_id, id)
  include (status, kind, tier, band, band_reason, assessment_status, next_review_on, impact_micro,
           likelihood_micro, score_micro, threats, created_at, archived_at);

-- How far the daily sweep of a tenant came; the next page begins behind `after_id`.
create table app.sweeps (
  tenant_id uuid not null references app.tenants (id),
  day date not null,
  after_id uuid not null default '00000000-0000-0000-0000-000000000000',
  suppliers integer not null default 0,
  suppliers_changed integer not null default 0,
  scores_appended integer not null default 0,
  reviews_due integer not null default 0,
  overrides_ended integer not null default 0,
  acceptances_reopened integer not null default 0,
  keys_deleted integer not null default 0,
  started_at timestamptz not null,
  finished_at timestamptz,
  primary key (tenant_id, day));

do $$
declare name text;
begin
  foreach name in array array['overrides', 'incidents', 'reviews', 'sweeps']
  loop
    execute format('alter table app.%I enable row level security', name);
    execute format('alter table app.%I force row level security', name);
    execute format('create policy tenant on app.%I
      using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)
      with check (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', name);
    execute format('grant select, insert on app.%I to renkei_app', name);
  end loop;
  foreach name in array array['overrides', 'incidents', 'sweeps']
  loop
    execute format('grant update on app.%I to renkei_app', name);
  end loop;
end $$;
