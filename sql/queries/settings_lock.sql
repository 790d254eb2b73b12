-- settings_lock: the tenant's settings, locked until the end of the transaction
-- W tenant
select {{> settings_columns}}
  from app.settings s
 where s.tenant_id = $1::uuid
   for update of s
