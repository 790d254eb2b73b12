-- Findings, risk acceptances, measures and certificates.

-- One row per supplier and question of a questionnaire code, whatever its version: later rounds
-- update, close and reopen it. `response_id` is the response that showed it last, the texts are
-- those of that response's version. Numbers are micro-points of the score (value × 1 000 000).
create table app.findings (
  tenant_id uuid not null references app.tenants (id),
  id uuid not null,
  revision integer not null default 1,
  supplier_id uuid not null,
  questionnaire_code text not null,
  question_code text not null,
  response_id uuid not null,
  kind text not null check (kind in ('not_done', 'in_progress', 'unanswered',
    'certificate_expired', 'certificate_incomplete', 'stale_answer')),
  state text not null check (state in ('open', 'accepted', 'closed')),
  provisional boolean not null,
  regression boolean not null,
  contribution_micro integer not null,
  reduction_micro integer not null,
  threats text[] not null,
  text_ja text not null,
  text_en text,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  closed_at timestamptz,
  closed_reason text check (closed_reason in ('answered', 'withdrawn', 'not_asked')),
  primary key (tenant_id, id),
  foreign key (tenant_id, supplier_id) references app.suppliers (tenant_id, id));
create unique index findings_question on app.findings
  (tenant_id, supplier_id, questionnaire_code, question_code);
create index findings_reduction on app.findings (tenant_id, reduction_micro, id);
create index findings_contribution on app.findings (tenant_id, contribution_micro, id);
create index findings_seen on app.findings (tenant_id, last_seen_at, id);

-- What a finding was after each step; numbers alone make no step. Append-only.
create table app.finding_history (
  tenant_id uuid not null references app.tenants (id),
  finding_id uuid not null,
  revision integer not null,
  at timestamptz not null,
  action text not null check (action in
    ('opened', 'updated', 'closed', 'reopened', 'accepted')),
  kind text not null,
  state text not null,
  provisional boolean not null,
  response_id uuid not null,
  contribution_micro integer not null,
  reduction_micro integer not null,
  actor text not null,
  note text,
  primary key (tenant_id, finding_id, revision),
  foreign key (tenant_id, finding_id) references app.findings (tenant_id, id));

-- A risk somebody answers for, up to and with the day `until`. Ended: the finding is open or closed.
create table app.risk_acceptances (
  tenant_id uuid not null references app.tenants (id),
  id uuid not null,
  finding_id uuid not null,
  supplier_id uuid not null,
  reason text not null,
  approver text not null,
  until date not null,
  accepted_by text not null,
  accepted_at timestamptz not null,
  ended_at timestamptz,
  ended_reason text check (ended_reason in ('reopened', 'expired', 'closed')),
  primary key (tenant_id, id),
  foreign key (tenant_id, finding_id) references app.findings (tenant_id, id));
create unique index risk_acceptances_current on app.risk_acceptances (tenant_id, finding_id)
  where ended_at is null;
create index risk_acceptances_finding on app.risk_acceptances (tenant_id, finding_id, accepted_at);
create index risk_acceptances_until on app.risk_acceptances (tenant_id, until, id)
  where ended_at is null;

-- Against findings (measure_findings) or one side of impact; `effect_micro` is the share of the gap
-- or of that side that the measure takes away when it is in place.
create table app.measures (
  tenant_id uuid not null references app.tenants (id),
  id uuid not null,
  revision integer not null default 1,
  supplier_id uuid not null,
  state text not null default 'planned' check (state in
    ('planned', 'in_progress', 'implemented', 'verified', 'cancelled')),
  side text not null check (side in ('supplier', 'buyer')),
  source text not null check (source in ('manual', 'plan')),
  title text not null,
  description text,
  assignee text,
  effect_micro integer not null check (effect_micro between 0 and 1000000),
  impact text check (impact in ('C', 'A', 'N')),
  due_on date,
  started_at timestamptz,
  implemented_at timestamptz,
  verified_at timestamptz,
  verified_by text,
  verification_notes text,
  cancelled_at timestamptz,
  cancel_reason text,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, supplier_id) references app.suppliers (tenant_id, id)
    on delete cascade);
create index measures_supplier on app.measures (tenant_id, supplier_id, id);
create index measures_created on app.measures (tenant_id, created_at, id);
create index measures_due on app.measures
  (tenant_id, (case when due_on is null then '9999-12-31'::date else due_on end), id);

create table app.measure_findings (
  tenant_id uuid not null references app.tenants (id),
  measure_id uuid not null,
  finding_id uuid not null,
  primary key (tenant_id, measure_id, finding_id),
  foreign key (tenant_id, measure_id) references app.measures (tenant_id, id) on delete cascade,
  foreign key (tenant_id, finding_id) references app.findings (tenant_id, id));
create index measure_findings_finding on app.measure_findings (tenant_id, finding_id, measure_id);

-- What respondents say of their own measures. Append-only.
create table app.measure_reports (
  tenant_id uuid not null references app.tenants (id),
  measure_id uuid not null,
  revision integer not null,
  at timestamptz not null,
  by text not null,
  state text not null,
  note text,
  primary key (tenant_id, measure_id, revision),
  foreign key (tenant_id, measure_id) references app.measures (tenant_id, id) on delete cascade);

-- State is a matter of the day it is asked for and never stored. A row that an accepted answer
-- brought names its question; `answered_at` is that answer's, `edited_at` the last change by hand.
create table app.certificates (
  tenant_id uuid not null references app.tenants (id),
  id uuid not null,
  revision integer not null default 1,
  supplier_id uuid not null,
  kind text not null check (kind in ('p_mark', 'isms', 'iso27017', 'iso27701', 'ismap', 'scs_3',
    'scs_4', 'scs_5', 'security_action_1', 'security_action_2', 'tisax', 'jama_japia', 'other')),
  name text,
  number text,
  scope text,
  issued_on date,
  expires_on date,
  renewal_pending boolean not null default false,
  evidence text not null default 'self' check (evidence in ('self', 'document', 'verified')),
  questionnaire_code text,
  question_code text,
  answered_at timestamptz,
  edited_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, supplier_id) references app.suppliers (tenant_id, id)
    on delete cascade);
create unique index certificates_question on app.certificates
  (tenant_id, supplier_id, questionnaire_code, question_code);
create index certificates_created on app.certificates (tenant_id, created_at, id);
create index certificates_expiry on app.certificates
  (tenant_id, (case when expires_on is null then '9999-12-31'::date else expires_on end), id);

do $$
declare name text;
begin
  foreach name in array array['findings', 'finding_history', 'risk_acceptances', 'measures',
    'measure_findings', 'measure_reports', 'certificates']
  loop
    execute format('alter table app.%I enable row level security', name);
    execute format('alter table app.%I force row level security', name);
    execute format('create policy tenant on app.%I
      using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)
      with check (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', name);
    execute format('grant select, insert on app.%I to renkei_app', name);
  end loop;
  foreach name in array array['findings', 'risk_acceptances', 'measures', 'certificates']
  loop
    execute format('grant update on app.%I to renkei_app', name);
  end loop;
  grant delete on app.certificates to renkei_app;
end $$;
