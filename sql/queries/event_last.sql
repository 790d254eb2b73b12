-- event_last: up to where the feed of the tenant reaches
-- R tenant
-- durable
select c.value as last_seq
  from app.tenant_counters c
 where c.tenant_id = $1::uuid and c.name = 'events'
