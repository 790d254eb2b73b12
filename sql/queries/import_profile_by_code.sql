-- import_profile_by_code: what an import calls by its code
-- R tenant
-- $2 kind $3 code
select {{> import_profile_columns}}
  from app.import_profiles x
 where x.tenant_id = $1::uuid and x.kind = $2::text and x.code = $3::text
