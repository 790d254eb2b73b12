-- counter_get: the last number of the tenant
-- R tenant
-- durable
select value from app.counters where tenant_id = $1
