-- import_profile_insert: an import profile from the checked request
-- W tenant
-- $2 id $3 body (jsonb) $4 now $5 by
-- 23505 duplicate
insert into app.import_profiles (tenant_id, id, kind, code, name, columns, constants, created_at, created_by, updated_at)
values ($1::uuid, $2::uuid, $3::jsonb ->> 'kind', $3::jsonb ->> 'code', normalize($3::jsonb ->> 'name', NFC), $3::jsonb -> 'columns',
  coalesce($3::jsonb -> 'constants', '{}'), $4::timestamptz, $5::text, $4::timestamptz)
