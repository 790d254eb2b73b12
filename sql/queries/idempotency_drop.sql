-- idempotency_drop: a request without effect leaves its key free
-- W tenant
-- $2 client
-- $3 route
-- $4 key
delete from app.idempotency_keys
 where tenant_id = $1::uuid and client = $2::text and route = $3::text and key = $4::text
