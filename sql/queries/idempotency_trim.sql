-- idempotency_trim: beyond the tenant's quota the oldest kept texts go, that the request was done stays
-- W tenant
-- $2 quota (bytes)
-- $3 limit
--   Those that are about to expire are left to idempotency_expire: the two never wait for each other.
with oldest as (
  select k.client, k.route, k.key, octet_length(k.body) as octets
    from app.idempotency_keys k
   where k.tenant_id = $1::uuid and k.body is not null and k.status is not null
     and k.created_at > now() - interval '23 hours'
     and (select c.kept_octets
            from app.tenant_counters c
           where c.tenant_id = $1::uuid and c.name = 'events') > $2::bigint
   order by k.created_at
   limit $3::integer),
emptied as (
  update app.idempotency_keys k
     set body = null, is_gone = true
    from oldest o
   where k.tenant_id = $1::uuid and k.client = o.client and k.route = o.route and k.key = o.key
  returning k.key)
update app.tenant_counters c
   set kept_octets = kept_octets - o.octets
  from (select sum(oldest.octets) as octets from oldest) o
 where c.tenant_id = $1::uuid and c.name = 'events' and o.octets > 0
