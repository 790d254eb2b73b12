-- Tenants, the tables of the foundation, their row-level security and the grants of the service.
create schema if not exists app;
grant usage on schema app to renkei_app;
grant usage on schema app to renkei_worker;

-- Looked up before a tenant is known: reference tables.
create table app.tenants (
  id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name text not null,
  created_at timestamptz not null default now());
create table app.disabled_subjects (
  tenant_id uuid not null references app.tenants (id),
  subject text not null,
  disabled_at timestamptz not null default now(),
  primary key (tenant_id, subject));
grant select on app.tenants to renkei_app;
grant select on app.disabled_subjects to renkei_app;
grant select on app.tenants to renkei_worker;

-- One row per tenant and counter; the row of 'events' also holds the last two links of the hash
-- chain, which begins with the hash of nothing.
create table app.tenant_counters (
  tenant_id uuid not null references app.tenants (id),
  name text not null,
  value bigint not null default 0,
  prev_hash bytea not null default sha256(''),
  hash bytea not null default sha256(''),
  primary key (tenant_id, name));

create table app.settings (
  tenant_id uuid not null references app.tenants (id),
  revision integer not null default 1,
  time_zone text not null default 'Asia/Tokyo',
  locale text not null default 'ja' check (locale in ('ja', 'en')),
  expiring_days integer not null default 60,
  no_response_grace_days integer not null default 14,
  review_months jsonb not null
    default '{"very_high": 3, "high": 6, "moderate": 12, "low": 24, "very_low": 36}',
  primary key (tenant_id));

-- `body` is the hashed text of the event (RFC 8785); jsonb would reorder its keys.
create table app.events (
  tenant_id uuid not null references app.tenants (id),
  seq bigint not null,
  id uuid not null,
  type text not null,
  body text not null,
  prev_hash bytea not null,
  hash bytea not null,
  created_at timestamptz not null,
  primary key (tenant_id, seq));

-- The reply of a POST, kept for 24 hours; status null: the request has not finished.
create table app.idempotency_keys (
  tenant_id uuid not null references app.tenants (id),
  client text not null,
  route text not null,
  key text not null,
  fingerprint text not null,
  status integer,
  etag text,
  location text,
  content_language text,
  body text,
  created_at timestamptz not null,
  primary key (tenant_id, client, route, key));
create index idempotency_keys_age on app.idempotency_keys (tenant_id, created_at);

create table app.threats (
  tenant_id uuid not null references app.tenants (id),
  code text not null,
  rank integer not null,
  name_ja text not null,
  name_en text not null,
  intensity_micro integer not null check (intensity_micro between 0 and 1000000),
  edition text not null,
  primary key (tenant_id, code),
  unique (tenant_id, rank));

create table app.attack_kinds (
  tenant_id uuid not null references app.tenants (id),
  code text not null,
  no integer not null,
  name_ja text not null,
  name_en text not null,
  description_ja text,
  description_en text,
  primary key (tenant_id, code));

-- One row per version; `document` is the form of export and import, immutable once published.
create table app.questionnaires (
  tenant_id uuid not null references app.tenants (id),
  id uuid not null,
  revision integer not null default 1,
  code text not null,
  version integer not null,
  state text not null check (state in ('draft', 'published', 'retired')),
  title_ja text not null,
  title_en text,
  document jsonb not null,
  question_count integer not null,
  required_count integer not null,
  published_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, code, version));
create unique index questionnaires_draft on app.questionnaires (tenant_id, code)
  where state = 'draft';
create index questionnaires_page on app.questionnaires (tenant_id, created_at desc, id desc);

-- Master data, profile, and the current risk as the last appended score left it.
-- `search`, `contacts` and `external_ids` repeat what lies in other columns and tables, as a page of
-- suppliers shows it: supplier_touch writes them after each change of what they repeat.
-- Risk values are integer micro-points (value × 1 000 000): row-level security keeps numeric
-- comparisons from using an index.
create table app.suppliers (
  tenant_id uuid not null references app.tenants (id),
  id uuid not null,
  revision integer not null default 1,
  status text not null default 'active' check (status in ('active', 'archived')),
  name text not null,
  name_kana text,
  corporate_number text,
  country text not null default 'JP',
  kind text not null default 'partner' check (kind in ('partner', 'group_company', 'subcontractor',
    'service_provider', 'software_vendor', 'individual')),
  tags text[] not null default '{}',
  owner text,
  search text not null,
  contacts json not null default '[]',
  external_ids json not null default '[]',
  data_sensitivity text check (data_sensitivity in
    ('none', 'internal', 'confidential', 'personal', 'special')),
  business_dependency text check (business_dependency in
    ('none', 'low', 'medium', 'high', 'critical')),
  substitutability text check (substitutability in ('easy', 'hard', 'none')),
  supply_chain_stage text check (supply_chain_stage in
    ('procurement', 'production', 'logistics', 'sales', 'software', 'service')),
  remote_connection text check (remote_connection in ('none', 'on_demand', 'always_on')),
  network_connectivity text check (network_connectivity in ('none', 'limited', 'flat')),
  tier text not null default 'T1' check (tier in ('T1', 'T2', 'T3', 'T4')),
  tier_provisional boolean not null default true,
  recommended_star integer not null default 4 check (recommended_star in (3, 4)),
  assessment_status text not null default 'never_asked' check (assessment_status in
    ('never_asked', 'asked', 'no_response', 'assessed', 'stale')),
  band text check (band in ('very_high', 'high', 'moderate', 'low', 'very_low')),
  band_reason text check (band_reason in ('computed', 'no_response', 'open_incident', 'override')),
  computed_band text check (computed_band in ('very_high', 'high', 'moderate', 'low', 'very_low')),
  score_micro integer,
  likelihood_micro integer,
  impact_micro integer,
  inherent_micro integer,
  projected_micro integer,
  confidence_micro integer,
  confidence_label text check (confidence_label in ('high', 'medium', 'low', 'very_low')),
  score_id uuid,
  score_as_of date,
  next_review_on date,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  archived_at timestamptz,
  primary key (tenant_id, id));
create index suppliers_created on app.suppliers (tenant_id, created_at, id);
create index suppliers_updated on app.suppliers (tenant_id, updated_at, id);
create index suppliers_name on app.suppliers (tenant_id, name collate "ja-x-icu", id);
-- CASE, not coalesce: row-level security does not trust coalesce not to leak and would keep the
-- place of a page out of the index condition.
create index suppliers_kana_first on app.suppliers
  (tenant_id, (case when name_kana is null then U&'\FFFF' else name_kana end) collate "ja-x-icu",
   id);
create index suppliers_kana_last on app.suppliers
  (tenant_id, (case when name_kana is null then '' else name_kana end) collate "ja-x-icu",
   id);
create index suppliers_score_low on app.suppliers
  (tenant_id,
   (case when band is null or score_micro is null then 2147483647 else score_micro end), id);
create index suppliers_score_high on app.suppliers
  (tenant_id,
   (case when band is null or score_micro is null then -1 else score_micro end), id);

create table app.supplier_external_ids (
  tenant_id uuid not null references app.tenants (id),
  source text not null,
  external_id text not null,
  supplier_id uuid not null,
  primary key (tenant_id, source, external_id),
  foreign key (tenant_id, supplier_id) references app.suppliers (tenant_id, id) on delete cascade);
create index supplier_external_ids_holder on app.supplier_external_ids
  (tenant_id, supplier_id, source, external_id);

create table app.contacts (
  tenant_id uuid not null references app.tenants (id),
  id uuid not null,
  supplier_id uuid not null,
  revision integer not null default 1,
  name text not null,
  email text,
  phone text,
  role text,
  locale text not null default 'ja' check (locale in ('ja', 'en')),
  source text,
  deliverable boolean not null default true,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, supplier_id) references app.suppliers (tenant_id, id) on delete cascade);
create index contacts_supplier on app.contacts (tenant_id, supplier_id, created_at, id);

-- `answer_floor` is the largest revision a deleted answer had: an answer given again starts above
-- it, so that an If-Match from before the deletion never fits by accident.
create table app.responses (
  tenant_id uuid not null references app.tenants (id),
  id uuid not null,
  revision integer not null default 1,
  state text not null default 'requested' check (state in
    ('requested', 'in_progress', 'submitted', 'returned', 'accepted', 'cancelled')),
  supplier_id uuid not null,
  questionnaire_id uuid not null,
  questionnaire_code text not null,
  due_on date,
  locale text not null default 'ja' check (locale in ('ja', 'en')),
  note text,
  return_reasons jsonb not null default '[]',
  return_message text,
  cancel_reason text,
  progress_answered integer not null default 0,
  progress_required integer not null,
  progress_total integer not null,
  answer_floor integer not null default 0,
  prefilled_from uuid,
  requested_at timestamptz not null,
  submitted_at timestamptz,
  accepted_at timestamptz,
  cancelled_at timestamptz,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, supplier_id) references app.suppliers (tenant_id, id),
  foreign key (tenant_id, questionnaire_id) references app.questionnaires (tenant_id, id));
create unique index responses_open on app.responses (tenant_id, supplier_id, questionnaire_code)
  where state in ('requested', 'in_progress', 'submitted', 'returned');
create index responses_page on app.responses (tenant_id, requested_at, id);
create index responses_supplier on app.responses (tenant_id, supplier_id, requested_at);

-- `value` holds the members of the question's type, reason and plan as the API shows them; `position`
-- and `type` are those of the question in the frozen version: answers are listed in sheet order.
create table app.answers (
  tenant_id uuid not null references app.tenants (id),
  response_id uuid not null,
  code text not null,
  position integer not null,
  type text not null,
  revision integer not null,
  value jsonb not null,
  review jsonb,
  channel text not null default 'online' check (channel in ('online', 'excel', 'paper', 'phone')),
  comment text,
  answered_at timestamptz not null,
  answered_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  prefilled boolean not null default false,
  confirmed boolean not null default true,
  primary key (tenant_id, response_id, code),
  foreign key (tenant_id, response_id) references app.responses (tenant_id, id) on delete cascade);

-- Append-only: the service may insert and read.
create table app.risk_scores (
  tenant_id uuid not null references app.tenants (id),
  id uuid not null,
  supplier_id uuid not null,
  response_id uuid,
  cause text not null check (cause in
    ('provisional', 'final', 'fallback', 'review', 'profile', 'measure', 'certificate', 'override',
     'incident', 'manual', 'sweep')),
  model_version text not null,
  as_of date not null,
  created_at timestamptz not null,
  impact_micro integer not null,
  likelihood_micro integer not null,
  score_micro integer not null,
  band text,
  band_reason text,
  computed_band text not null,
  assessment_status text not null,
  confidence_micro integer not null,
  confidence_label text not null,
  range_low_micro integer not null,
  range_high_micro integer not null,
  tier text not null,
  tier_provisional boolean not null,
  recommended_star integer not null,
  inherent_micro integer not null,
  before_measures_micro integer not null,
  projected_micro integer not null,
  supersedes uuid,
  explanation json not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, supplier_id) references app.suppliers (tenant_id, id) on delete cascade);
create index risk_scores_page on app.risk_scores (tenant_id, created_at, id);
create index risk_scores_supplier on app.risk_scores (tenant_id, supplier_id, created_at, id)
  include (band, score_micro);

-- The second wall: each row belongs to the tenant of the transaction.
do $$
declare name text;
begin
  foreach name in array array['tenant_counters', 'settings', 'events', 'idempotency_keys', 'threats',
    'attack_kinds', 'questionnaires', 'suppliers', 'supplier_external_ids', 'contacts', 'responses',
    'answers', 'risk_scores']
  loop
    execute format('alter table app.%I enable row level security', name);
    execute format('alter table app.%I force row level security', name);
    execute format('create policy tenant on app.%I
      using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)
      with check (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', name);
    execute format('grant select, insert on app.%I to renkei_app', name);
  end loop;
  foreach name in array array['tenant_counters', 'settings', 'threats', 'questionnaires', 'suppliers',
    'contacts', 'responses', 'answers', 'idempotency_keys']
  loop
    execute format('grant update on app.%I to renkei_app', name);
  end loop;
  foreach name in array array['questionnaires', 'suppliers', 'supplier_external_ids', 'contacts',
    'answers', 'idempotency_keys']
  loop
    execute format('grant delete on app.%I to renkei_app', name);
  end loop;
end $$;
