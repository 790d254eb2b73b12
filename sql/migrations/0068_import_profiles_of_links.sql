-- Files of links between suppliers have built-in profiles, too.
alter table app.import_profiles no force row level security;
insert into app.import_profiles (tenant_id, id, kind, code, name, built_in, columns, constants, created_at, created_by,
  updated_at)
select t.id, gen_random_uuid(), k.kind, b.code, b.name, true, '[]', '{}', now(), 'system', now()
  from app.tenants t
 cross join (values ('links')) k (kind)
 cross join (values ('renkei', 'Renkei'), ('generic-ja', '一般的な日本語の項目名')) b (code, name);
alter table app.import_profiles force row level security;
