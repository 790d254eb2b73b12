-- The kinds of certificates that show a scheme ($scheme) as held: its own, and that of one that includes it. What a
-- tenant adds to a built-in scheme does not show that one as held.
select c.certificate_kind
  from app.schemes c
 where c.tenant_id = $1::uuid and c.code = $scheme::text
 union all
select c.certificate_kind
  from app.schemes f
  join app.schemes c on c.tenant_id = $1::uuid and c.includes = f.code
 where f.tenant_id = $1::uuid and f.code = $scheme::text and (c.built_in or not f.built_in)
