-- attack_kind_exists: whether the catalogue has this kind
-- R tenant
-- $2 code
select count(*) > 0 as found
  from app.attack_kinds k
 where k.tenant_id = $1::uuid and k.code = $2::text
