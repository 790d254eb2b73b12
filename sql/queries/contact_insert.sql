-- contact_insert: one contact of a supplier
-- W tenant
-- $2 id $3 supplier_id
-- $4 body (jsonb: the checked request)
-- $5 source (of the system that pushed it, or null)
-- $6 now
insert into app.contacts (tenant_id, id, supplier_id, name, email, phone, role, locale, source,
  pushed, created_at)
values ($1::uuid, $2::uuid, $3::uuid, normalize($4::jsonb ->> 'name', NFC), $4::jsonb ->> 'email',
  $4::jsonb ->> 'phone', normalize($4::jsonb ->> 'role', NFC),
  coalesce($4::jsonb ->> 'locale', 'ja'), $5::text,
  case when $5::text is not null then $4::jsonb end, $6::timestamptz)
