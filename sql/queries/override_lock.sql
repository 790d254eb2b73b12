-- override_lock: one override, locked until the end of the transaction
-- W tenant
-- $2 id
select {{> override_columns}}
  from app.overrides o
 where o.tenant_id = $1::uuid and o.id = $2::uuid
   for update of o
