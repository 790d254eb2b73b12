-- A file of contacts or certificates has columns of its own: profiles are of a kind, and those that are built in of each.
alter table app.import_profiles add column kind text not null default 'suppliers';
alter table app.import_profiles
  drop constraint import_profiles_code,
  add constraint import_profiles_code unique (tenant_id, kind, code);

alter table app.import_profiles no force row level security;
insert into app.import_profiles (tenant_id, id, kind, code, name, built_in, columns, constants, created_at, created_by,
  updated_at)
select t.id, gen_random_uuid(), k.kind, b.code, b.name, true, '[]', '{}', now(), 'system', now()
  from app.tenants t
 cross join (values ('contacts'), ('certificates')) k (kind)
 cross join (values ('renkei', 'Renkei'), ('generic-ja', '一般的な日本語の項目名')) b (code, name);
alter table app.import_profiles force row level security;
