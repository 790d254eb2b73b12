-- import_profile_update: stores an import profile as it is after a patch
-- W tenant
-- $2 id $3 profile (jsonb: all members) $4 now
update app.import_profiles
   set name = normalize($3::jsonb ->> 'name', NFC), columns = $3::jsonb -> 'columns',
       constants = $3::jsonb -> 'constants', revision = revision + 1, updated_at = $4::timestamptz
 where tenant_id = $1::uuid and id = $2::uuid
