-- A small schema for the lint's own test cases (sample_statements.txt).
create schema app;
create table app.tenants (id uuid primary key, slug text not null unique, name text not null);
create table app.suppliers (
  tenant_id uuid not null references app.tenants (id), id uuid not null, name text not null,
  version integer not null default 1, updated_at timestamptz not null default now(),
  primary key (tenant_id, id));
create table app.risk_scores (
  tenant_id uuid not null, id uuid not null, supplier_id uuid not null, value integer not null,
  primary key (tenant_id, id));
create table app.findings (
  tenant_id uuid not null, id uuid not null, supplier_id uuid not null, title text not null,
  primary key (tenant_id, id));
create table app.supplier_links (
  tenant_id uuid not null, src uuid not null, dst uuid not null,
  primary key (tenant_id, src, dst));
create table app.reminders (
  tenant_id uuid not null, id uuid not null, due_at timestamptz not null, done_at timestamptz,
  leased_until timestamptz, lease_owner text, attempts integer not null default 0,
  primary key (tenant_id, id));
create table app.idempotency_keys (
  tenant_id uuid not null, key text not null, request_hash bytea not null,
  created_at timestamptz not null default now(), primary key (tenant_id, key));
create table app.tenant_counters (
  tenant_id uuid not null, name text not null, value bigint not null default 0,
  primary key (tenant_id, name));
create table app.events (
  tenant_id uuid not null, seq bigint not null, kind text not null, payload jsonb not null,
  hash bytea not null, primary key (tenant_id, seq));
