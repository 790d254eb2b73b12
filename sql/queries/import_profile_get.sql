-- import_profile_get: one import profile
-- R tenant
-- $2 id
select {{> import_profile_columns}}
  from app.import_profiles x
 where x.tenant_id = $1::uuid and x.id = $2::uuid
