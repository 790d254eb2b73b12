-- import_profile_lock: one import profile, held until the end of the transaction
-- W tenant
-- $2 id
select {{> import_profile_columns}}
  from app.import_profiles x
 where x.tenant_id = $1::uuid and x.id = $2::uuid
   for update
