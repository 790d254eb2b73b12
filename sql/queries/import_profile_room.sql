-- import_profile_room: how many import profiles of its own a tenant has; makers of them wait for each other
-- W tenant
with held as (
  select s.tenant_id from app.settings s where s.tenant_id = $1::uuid for update)
select count(x.id) as count
  from held h
  left join app.import_profiles x on x.tenant_id = h.tenant_id and x.tenant_id = $1::uuid and not x.built_in
