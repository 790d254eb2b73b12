-- Erasures of a person's data, done in steps. `target` and `person` say whom and what to look for while it
-- goes on, and are gone when it is done; `place` and `after` are how far it came.
create table app.erasures (
  tenant_id uuid not null references app.tenants (id),
  id uuid not null,
  contact_id uuid,
  pseudonym text not null,
  target text,
  person jsonb,
  place integer not null default 0,
  after text,
  counts jsonb not null default '{}',
  started_at timestamptz not null,
  started_by text not null,
  finished_at timestamptz,
  primary key (tenant_id, id));
create unique index erasures_running on app.erasures (tenant_id, target);
create index erasures_contact on app.erasures (tenant_id, contact_id) where contact_id is not null;
alter table app.erasures enable row level security;
alter table app.erasures force row level security;
create policy tenant on app.erasures
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
grant select, insert, update on app.erasures to renkei_app;

-- What was only ever appended to stays so, but for the columns in which persons stand.
grant update (value, review, comment, by, answered_by) on app.answer_history to renkei_app;
grant update (note, actor) on app.finding_history to renkei_app;
grant update (note, by) on app.measure_reports to renkei_app;
grant update (notes, performed_by) on app.reviews to renkei_app;
-- A user who is erased is forgotten.
grant delete on app.users to renkei_app;
