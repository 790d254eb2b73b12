-- chain_tenants_due: tenants whose chain is behind their events, the longest waiting first; no locks
-- R admin
select s.tenant_id as id
  from app.chain_states s
  join app.tenant_counters c on c.tenant_id = s.tenant_id and c.name = 'events'
 where s.available_at <= now() and (s.done < s.wanted or s.position < c.value)
 order by s.available_at
 limit 100
