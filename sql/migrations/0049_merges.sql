-- Suppliers that were merged into another one: who holds the old id finds the survivor, in one step however
-- often that one was merged on.
create table app.merged_suppliers (
  tenant_id uuid not null references app.tenants (id),
  id uuid not null,
  supplier_id uuid not null,
  merged_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, supplier_id) references app.suppliers (tenant_id, id) on delete cascade);
create index merged_suppliers_survivor on app.merged_suppliers (tenant_id, supplier_id);
alter table app.merged_suppliers enable row level security;
alter table app.merged_suppliers force row level security;
create policy tenant on app.merged_suppliers
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
grant select, insert, update on app.merged_suppliers to renkei_app;

-- A number that came by a merge leads to the supplier and changes nothing of it, as long as the supplier has
-- another of that system: two rows of one system would take turns.
alter table app.supplier_external_ids add column is_silent boolean not null default false;

alter table app.risk_scores drop constraint risk_scores_cause_check,
  add constraint risk_scores_cause_check check (cause in
    ('provisional', 'final', 'fallback', 'review', 'profile', 'measure', 'certificate', 'override',
     'incident', 'manual', 'sweep', 'model', 'merge'));

-- What was only ever appended to stays so, but for whose it is.
grant update (supplier_id, is_silent) on app.supplier_external_ids to renkei_app;
grant update, delete on app.campaign_suppliers to renkei_app;
grant update (finding_id, revision) on app.finding_history to renkei_app;
grant update (finding_id) on app.measure_findings to renkei_app;
grant delete on app.findings to renkei_app;
grant update (supplier_id) on app.reviews to renkei_app;
grant update (supplier_id) on app.risk_scores to renkei_app;
grant update (supplier_id) on app.status_checks to renkei_app;
