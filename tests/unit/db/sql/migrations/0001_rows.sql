-- The schema of the database room's own tests: two tenants' rows and a bin for mistakes.
create table app.tenants (id uuid primary key, slug text not null unique);
create table app.notes (
    tenant_id uuid not null references app.tenants (id),
    id uuid not null,
    title text not null,
    rank integer not null default 0,
    primary key (tenant_id, id)
);
create index notes_page on app.notes (tenant_id, rank, id);
alter table app.notes enable row level security;
alter table app.notes force row level security;
create policy notes_tenant on app.notes
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
grant usage on schema app to renkei_app;
grant select, insert, update, delete on app.notes to renkei_app;
grant select, insert on app.tenants to renkei_app;
create table app.counters (
    tenant_id uuid primary key references app.tenants (id),
    value integer not null default 0,
    note uuid,
    foreign key (tenant_id, note) references app.notes (tenant_id, id) deferrable initially deferred
);
alter table app.counters enable row level security;
alter table app.counters force row level security;
create policy counters_tenant on app.counters
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
grant select, update on app.counters to renkei_app;
insert into app.tenants values ('00000000-0000-4000-8000-00000000000a', 'semi;colon''s'),
                               ('00000000-0000-4000-8000-00000000000b', 'b');
do $$ begin perform 1; perform 2; end $$;
