-- What reaches each supplier along the chain (docs/chain.md): kept by the service, never by people, for suppliers with
-- a link that leads to them. `own_micro` is the score it was worked out from. A label is what arrives from one source:
-- its exposure, the product of hops, and the suppliers on the way, both ends included. `first_*` is the worst; `second_*`
-- the next one from another source, where both are worse than what the supplier itself sends on. No keys to
-- suppliers: whoever changes one must never wait for this.
create table app.chain_scores (
  tenant_id uuid not null references app.tenants (id),
  supplier_id uuid not null,
  own_micro integer,
  score_micro integer,
  band text,
  first_exposure double precision,
  first_hops double precision,
  first_path uuid[],
  second_exposure double precision,
  second_hops double precision,
  second_path uuid[],
  as_of timestamptz not null,
  primary key (tenant_id, supplier_id));

-- How far a tenant's chain follows its events: `position` is the last one that is in it. All of it is worked out anew
-- where `done` is behind `wanted`. One process at a time has it, under a lease, known by its fence.
create table app.chain_states (
  tenant_id uuid not null references app.tenants (id),
  position bigint not null default 0,
  wanted bigint not null default 1,
  done bigint not null default 0,
  day date,
  available_at timestamptz not null,
  fence bigint not null default 0,
  computed_at timestamptz,
  primary key (tenant_id));

do $$
declare name text;
begin
  foreach name in array array['chain_scores', 'chain_states']
  loop
    execute format('alter table app.%I enable row level security', name);
    execute format('alter table app.%I force row level security', name);
    execute format('create policy tenant on app.%I
      using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)
      with check (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', name);
  end loop;
  grant select, insert, update, delete on app.chain_scores, app.chain_states to renkei_app;
  -- Which tenants have something to work out is asked across tenants, without locks.
  create policy chain_discovery on app.chain_states for select to renkei_worker using (true);
  grant select (tenant_id, position, wanted, done, available_at) on app.chain_states to renkei_worker;
end $$;
