-- chain_state: when the tenant's chain was last up to date, and whether it still is
-- R tenant
select {{> instant of=t.computed_at}} as computed_at, t.done >= t.wanted and t.position >= c.value as is_current
  from app.tenant_counters c
  left join app.chain_states t on t.tenant_id = $1::uuid
 where c.tenant_id = $1::uuid and c.name = 'events'
