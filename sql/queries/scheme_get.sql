-- scheme_get: one scheme with its requirements and what speaks for each
-- R tenant
-- $2 code
-- $3 language
select {{> scheme_whole}}
  from app.schemes c
 where c.tenant_id = $1::uuid and c.code = $2::text
