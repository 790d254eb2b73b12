-- import_profile_delete: an import profile goes; imports keep what it said
-- W tenant
-- $2 id
delete from app.import_profiles where tenant_id = $1::uuid and id = $2::uuid
