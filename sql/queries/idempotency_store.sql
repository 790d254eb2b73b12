-- idempotency_store: keeps the reply in the transaction of the change, and counts what it takes
-- W tenant
-- $2 client
-- $3 route
-- $4 key
-- $5 status
-- $6 etag
-- $7 location
-- $8 content_language
-- $9 body
--   Behind the events, whose counter this transaction holds already.
with counted as (
  update app.tenant_counters
     set kept_octets = kept_octets + octet_length($9::text)
   where tenant_id = $1::uuid and name = 'events' and $9::text is not null
  returning tenant_id)
update app.idempotency_keys
   set status = $5::integer, etag = $6::text, location = $7::text, content_language = $8::text,
       body = $9::text
 where tenant_id = $1::uuid and client = $2::text and route = $3::text and key = $4::text
