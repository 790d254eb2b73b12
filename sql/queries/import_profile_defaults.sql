-- import_profile_defaults: the profiles that every tenant has
-- W tenant
-- $2 now
insert into app.import_profiles (tenant_id, id, kind, code, name, built_in, columns, constants, created_at, created_by,
  updated_at)
select $1::uuid, gen_random_uuid(), k.kind, b.code, b.name, true, '[]', '{}', $2::timestamptz, 'system', $2::timestamptz
  from (values ('suppliers'), ('contacts'), ('certificates'), ('answers'), ('profiles'), ('links')) k (kind)
 cross join (values ('renkei', 'Renkei'), ('generic-ja', '一般的な日本語の項目名')) b (code, name)
returning id
