-- contact_insert: one contact of a supplier
-- W tenant
-- $2 id $3 supplier_id
-- $4 body (jsonb: the checked request)
-- $5 source (of the system that pushed it, or null)
-- $6 now
insert into app.contacts (tenant_id, id, supplier_id, name, email, phone, role, locale, source,
  pushed, created_at)
select $1::uuid, $2::uuid, $3::uuid, {{> contact_new of=$4::jsonb}}, $5::text,
  case when $5::text is not null then $4::jsonb end, $6::timestamptz
returning id
