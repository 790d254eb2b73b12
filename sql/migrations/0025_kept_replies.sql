-- A key belongs to a kind of token, a subject and, of a respondent, a supplier: `client` says all of them.
-- What kept replies may take is counted beside the event chain, which every change locks last; beyond it
-- the oldest texts go, and their rows still say that the request was done.
alter table app.tenant_counters add column kept_octets bigint not null default 0;
alter table app.idempotency_keys add column is_gone boolean not null default false;
create index idempotency_keys_kept on app.idempotency_keys (tenant_id, created_at)
  where body is not null;
alter table app.idempotency_keys no force row level security;
alter table app.tenant_counters no force row level security;
update app.idempotency_keys set client = 'staff ' || client;
update app.tenant_counters c
   set kept_octets = k.octets
  from (select k.tenant_id, sum(octet_length(k.body)) as octets
          from app.idempotency_keys k
         where k.body is not null
         group by k.tenant_id) k
 where c.tenant_id = k.tenant_id and c.name = 'events';
alter table app.idempotency_keys force row level security;
alter table app.tenant_counters force row level security;
