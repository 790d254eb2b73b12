-- settings_today: the date in the tenant's time zone, and the last day that a decision may hold
-- R tenant
-- $2 now
select {{> tenant_today}} as today,
       ({{> tenant_today}} + interval '24 months')::date as latest
