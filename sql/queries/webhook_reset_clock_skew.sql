-- webhook_reset_clock_skew: frees what waits longer than any pause lasts: the database's clock was set back
-- W tenant
-- $2 longest (interval)
update app.webhook_queues
   set available_at = now()
 where tenant_id = $1::uuid and state in ('queued', 'leased') and available_at > now() + $2::interval
