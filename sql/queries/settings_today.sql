-- settings_today: the date in the tenant's time zone
-- R tenant
-- $2 now
select {{> tenant_today}} as today
