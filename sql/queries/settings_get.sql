-- settings_get: the tenant's settings
-- R tenant
select {{> settings_columns}}
  from app.settings s
 where s.tenant_id = $1::uuid
