-- scheme_including: one that includes this scheme; no row when none does
-- R tenant
-- $2 code
select c.code
  from app.schemes c
 where c.tenant_id = $1::uuid and c.includes = $2::text
 order by c.code
 limit 1
