-- release_lock: one release, locked until the end of the transaction
-- W tenant
-- $2 id
select {{> release_columns}}
  from app.releases e
 where e.tenant_id = $1::uuid and e.id = $2::uuid
   for update of e
