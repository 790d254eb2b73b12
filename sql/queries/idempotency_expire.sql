-- idempotency_expire: takes away a bounded number of replies older than 24 hours
-- W tenant
-- $2 limit
--   By the database's clock, which is one: a process whose clock is ahead would take young ones.
with expired as (
  delete from app.idempotency_keys
   where tenant_id = $1::uuid and (client, route, key) in (
     select client, route, key from app.idempotency_keys
      where tenant_id = $1::uuid and created_at < now() - interval '24 hours'
      order by created_at limit $2::integer)
  returning body)
select count(*) as keys, coalesce(sum(octet_length(e.body)), 0) as octets from expired e
