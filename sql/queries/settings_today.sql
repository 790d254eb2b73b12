-- settings_today: the date in the tenant's time zone
-- R tenant
-- $2 now
select ($2::timestamptz at time zone t.time_zone)::date as today
  from app.settings t
 where t.tenant_id = $1::uuid
