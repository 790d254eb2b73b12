-- idempotency_get: the reply kept for a key
-- R tenant
-- durable
-- $2 client
-- $3 route
-- $4 key
select fingerprint, is_gone, status, etag, location, content_language, body
  from app.idempotency_keys
 where tenant_id = $1::uuid and client = $2::text and route = $3::text and key = $4::text
   and status is not null
