-- idempotency_freed: replies that were deleted no longer count against the quota
-- W tenant
-- $2 octets
update app.tenant_counters
   set kept_octets = kept_octets - $2::bigint
 where tenant_id = $1::uuid and name = 'events'
