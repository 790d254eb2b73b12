-- The day that is asked for, or today where the tenant is; needs $as_of and $now. Not coalesce: row-level
-- security does not trust it, so that no index could be read from that day on.
(case when $as_of::date is null then {{> tenant_today}} else $as_of::date end)
