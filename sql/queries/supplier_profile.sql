-- supplier_profile: what is at stake with a supplier
-- R tenant
-- $2 id
select {{> profile_json}} as profile
  from app.suppliers s
 where s.tenant_id = $1::uuid and s.id = $2::uuid
