-- chain_claim: leases the tenant's chain, and says what is to be done
-- W tenant
-- $2 lease (interval) $3 now
with picked as (
  select s.tenant_id, c.value
    from app.chain_states s
    join app.tenant_counters c on c.tenant_id = s.tenant_id and c.name = 'events'
   where s.tenant_id = $1::uuid and c.tenant_id = $1::uuid and s.available_at <= now()
     and (s.done < s.wanted or s.position < c.value)
     for update of s skip locked),
taken as (
  update app.chain_states s
     set available_at = now() + $2::interval, fence = s.fence + 1
   where s.tenant_id = $1::uuid and exists (select from picked)
  returning *)
select t.fence, t.position, t.wanted, p.value as upto, {{> tenant_today}} as today,
       t.done < t.wanted or t.day is distinct from {{> tenant_today}} as is_whole
  from taken t, picked p
