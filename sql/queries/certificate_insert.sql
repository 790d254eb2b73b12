-- certificate_insert: a certificate entered by hand
-- W tenant
-- $2 id $3 supplier_id
-- $4 body (jsonb: the checked request)
-- $5 now
insert into app.certificates (tenant_id, id, supplier_id, kind, name, number, scope, issued_on,
  expires_on, renewal_pending, evidence, edited_at, created_at, updated_at)
values ($1::uuid, $2::uuid, $3::uuid, $4::jsonb ->> 'kind', normalize($4::jsonb ->> 'name', NFC),
  normalize($4::jsonb ->> 'number', NFC), normalize($4::jsonb ->> 'scope', NFC),
  ($4::jsonb ->> 'issued_on')::date, ($4::jsonb ->> 'expires_on')::date,
  coalesce(($4::jsonb ->> 'renewal_pending')::boolean, false),
  coalesce($4::jsonb ->> 'evidence', 'self'), $5::timestamptz, $5::timestamptz, $5::timestamptz)
