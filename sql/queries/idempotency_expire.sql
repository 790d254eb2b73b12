-- idempotency_expire: takes away a bounded number of replies older than 24 hours
-- W tenant
-- $2 before
-- $3 limit
delete from app.idempotency_keys
 where tenant_id = $1::uuid and (client, route, key) in (
   select client, route, key from app.idempotency_keys
    where tenant_id = $1::uuid and created_at < $2::timestamptz
    order by created_at limit $3::integer)
returning key
