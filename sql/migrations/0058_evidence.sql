-- Files that show what an answer says. A file is its supplier's; what it is behind is said per response, as
-- {code of the question: since when}, so that one file serves several answers and the next year's.
create table app.evidence (
  tenant_id uuid not null references app.tenants (id),
  id uuid not null,
  revision integer not null default 1,
  supplier_id uuid not null,
  name text not null,
  media_type text not null,
  bytes bigint not null,
  sha256 bytea not null,
  state text not null default 'received'
    check (state in ('received', 'quarantined', 'clean', 'infected', 'unscanned', 'refused')),
  refusal text,
  signature text,
  effective_on date,
  expires_on date,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  checked_at timestamptz,
  erased_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, supplier_id) references app.suppliers (tenant_id, id));
create index evidence_supplier on app.evidence (tenant_id, supplier_id, id);
create index evidence_expiry on app.evidence (tenant_id, expires_on) where expires_on is not null;

-- The bytes, in pieces as those of jobs, but for as long as the file is there.
create table app.evidence_pieces (
  tenant_id uuid not null references app.tenants (id),
  evidence_id uuid not null,
  piece integer not null,
  bytes bytea not null,
  primary key (tenant_id, evidence_id, piece),
  foreign key (tenant_id, evidence_id) references app.evidence (tenant_id, id) on delete cascade);

create table app.response_evidence (
  tenant_id uuid not null references app.tenants (id),
  response_id uuid not null,
  evidence_id uuid not null,
  codes jsonb not null,
  created_at timestamptz not null,
  primary key (tenant_id, response_id, evidence_id),
  foreign key (tenant_id, response_id) references app.responses (tenant_id, id) on delete cascade,
  foreign key (tenant_id, evidence_id) references app.evidence (tenant_id, id) on delete cascade);
create index response_evidence_page on app.response_evidence
  (tenant_id, response_id, created_at, evidence_id);
create index response_evidence_file on app.response_evidence (tenant_id, evidence_id);

do $$
declare name text;
begin
  foreach name in array array['evidence', 'evidence_pieces', 'response_evidence']
  loop
    execute format('alter table app.%I enable row level security', name);
    execute format('alter table app.%I force row level security', name);
    execute format('create policy tenant on app.%I
      using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)
      with check (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', name);
    execute format('grant select, insert, update, delete on app.%I to renkei_app', name);
  end loop;
end $$;

alter table app.settings add column allow_unscanned_evidence boolean not null default false;
