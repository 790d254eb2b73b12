-- import_lock: as import_get, locked until the end of the transaction
-- W tenant
-- $2 id
select {{> import_columns}}
  from app.jobs j
 where j.tenant_id = $1::uuid and j.id = $2::uuid and j.kind = 'import'
   for update of j
