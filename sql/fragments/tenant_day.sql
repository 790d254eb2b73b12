-- The day that is asked for, or today where the tenant is; needs $as_of and $now.
coalesce($as_of::date, {{> tenant_today}})
