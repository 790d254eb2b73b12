-- The kinds of certificates that show a scheme ($scheme) as held: its own, and that of one that includes it.
select c.document ->> 'certificate_kind'
  from app.schemes c
 where c.tenant_id = $1::uuid and (c.code = $scheme::text or c.document ->> 'includes' = $scheme::text)
