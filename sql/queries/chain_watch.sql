-- chain_watch: the tenant has a chain from now on
-- W tenant
-- $2 now
insert into app.chain_states (tenant_id, available_at)
values ($1::uuid, $2::timestamptz)
on conflict (tenant_id) do nothing
