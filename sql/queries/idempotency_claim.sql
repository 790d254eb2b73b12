-- idempotency_claim: first statement of a request with an Idempotency-Key
-- W tenant
-- $2 client
-- $3 route
-- $4 key
-- $5 fingerprint
-- 23505 idempotency_in_flight
-- 55P03 idempotency_in_flight
insert into app.idempotency_keys (tenant_id, client, route, key, fingerprint, created_at)
values ($1::uuid, $2::text, $3::text, $4::text, $5::text, now())
