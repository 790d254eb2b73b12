-- incident_lock: one incident, locked until the end of the transaction
-- W tenant
-- $2 id
select {{> incident_columns}}
  from app.incidents i
 where i.tenant_id = $1::uuid and i.id = $2::uuid
   for update of i
