-- settings_get: the tenant's settings
-- R tenant
select s.revision, s.time_zone, s.locale, s.expiring_days, s.no_response_grace_days,
       s.review_months
  from app.settings s
 where s.tenant_id = $1::uuid
