-- What an answer was after each change of it: value, who, when, how. Append-only; `revision` is that of
-- the answer after the change (of one taken back, its last), `ordinal` twice that, one more when it was
-- taken back. `at` and `by` are of the change, `answered_at` and `answered_by` of the statement.
create table app.answer_history (
  tenant_id uuid not null references app.tenants (id),
  response_id uuid not null,
  code text not null,
  ordinal integer not null,
  revision integer not null,
  action text not null check (action in ('saved', 'prefilled', 'confirmed', 'reviewed', 'deleted')),
  at timestamptz not null,
  by text not null,
  type text not null,
  value jsonb,
  review jsonb,
  channel text not null,
  comment text,
  answered_at timestamptz not null,
  answered_by text not null,
  primary key (tenant_id, response_id, code, ordinal),
  foreign key (tenant_id, response_id) references app.responses (tenant_id, id) on delete cascade);

alter table app.answer_history enable row level security;
alter table app.answer_history force row level security;
create policy tenant on app.answer_history
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
grant select, insert on app.answer_history to renkei_app;

-- Of what was answered before, the last state is known.
insert into app.answer_history (tenant_id, response_id, code, ordinal, revision, action, at, by, type,
  value, review, channel, comment, answered_at, answered_by)
select a.tenant_id, a.response_id, a.code, a.revision * 2, a.revision,
       case when a.prefilled and not a.confirmed then 'prefilled'
            when a.review is not null then 'reviewed' else 'saved' end,
       a.updated_at, a.updated_by, a.type, a.value, a.review, a.channel, a.comment, a.answered_at,
       a.answered_by
  from app.answers a;
