-- What the sweep did after a tenant chose another scoring model: how many suppliers went from band to
-- band ({"low>moderate": 3}; "none" where there was none). Trends mark the day.
create table app.model_changes (
  tenant_id uuid not null references app.tenants (id),
  day date not null,
  scoring_model text not null,
  scoring_model_from text not null,
  suppliers integer not null default 0,
  moves jsonb not null default '{}',
  told_at timestamptz,
  primary key (tenant_id, day, scoring_model));
alter table app.model_changes enable row level security;
alter table app.model_changes force row level security;
create policy tenant on app.model_changes
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
grant select, insert, update on app.model_changes to renkei_app;

-- The review that was promised before another model came: it is not put off by the new band.
alter table app.suppliers add column review_by date;
