-- certificate_update: merge patch of a certificate
-- W tenant
-- $2 id
-- $3 body (jsonb: the checked patch)
with patch as (
  select *
    from jsonb_to_recordset(jsonb_build_array($3::jsonb)) as p (kind text, name text, number text, scope text,
      issued_on date, expires_on date, renewal_pending boolean, evidence text))
update app.certificates c
   set kind = coalesce(p.kind, c.kind),
       name = case when $3::jsonb ? 'name' then normalize(p.name, NFC) else c.name end,
       number = case when $3::jsonb ? 'number' then normalize(p.number, NFC) else c.number end,
       scope = case when $3::jsonb ? 'scope' then normalize(p.scope, NFC) else c.scope end,
       issued_on = case when $3::jsonb ? 'issued_on' then p.issued_on else c.issued_on end,
       expires_on = case when $3::jsonb ? 'expires_on' then p.expires_on else c.expires_on end,
       renewal_pending = coalesce(p.renewal_pending, c.renewal_pending),
       evidence = coalesce(p.evidence, c.evidence)
  from patch p
 where c.tenant_id = $1::uuid and c.id = $2::uuid
