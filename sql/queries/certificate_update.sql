-- certificate_update: merge patch of a certificate
-- W tenant
-- $2 id
-- $3 body (jsonb: the checked patch)
update app.certificates
   set kind = coalesce($3::jsonb ->> 'kind', kind),
       name = case when $3::jsonb ? 'name'
         then normalize($3::jsonb ->> 'name', NFC) else name end,
       number = case when $3::jsonb ? 'number'
         then normalize($3::jsonb ->> 'number', NFC) else number end,
       scope = case when $3::jsonb ? 'scope'
         then normalize($3::jsonb ->> 'scope', NFC) else scope end,
       issued_on = case when $3::jsonb ? 'issued_on'
         then ($3::jsonb ->> 'issued_on')::date else issued_on end,
       expires_on = case when $3::jsonb ? 'expires_on'
         then ($3::jsonb ->> 'expires_on')::date else expires_on end,
       renewal_pending = coalesce(($3::jsonb ->> 'renewal_pending')::boolean, renewal_pending),
       evidence = coalesce($3::jsonb ->> 'evidence', evidence)
 where tenant_id = $1::uuid and id = $2::uuid
