-- chain_state: when the tenant's chain was last up to date
-- R tenant
select {{> instant of=t.computed_at}} as computed_at
  from app.tenant_counters c
  left join app.chain_states t on t.tenant_id = $1::uuid
 where c.tenant_id = $1::uuid and c.name = 'events'
