-- scheme_included: a scheme that another one is to include, held; no row when there is none
-- W tenant
-- $2 code
select c.includes
  from app.schemes c
 where c.tenant_id = $1::uuid and c.code = $2::text
   for share
