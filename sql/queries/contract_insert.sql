-- contract_insert: a contract with a supplier
-- W tenant
-- $2 id $3 supplier_id
-- $4 body (jsonb: the checked request)
-- $5 now
insert into app.contracts (tenant_id, id, supplier_id, number, title, starts_on, ends_on,
  notice_days, security_clauses, replaces_number, created_at, updated_at)
values ($1::uuid, $2::uuid, $3::uuid, normalize($4::jsonb ->> 'number', NFC),
  normalize($4::jsonb ->> 'title', NFC), ($4::jsonb ->> 'starts_on')::date,
  ($4::jsonb ->> 'ends_on')::date, coalesce(($4::jsonb ->> 'notice_days')::integer, 0),
  ($4::jsonb ->> 'security_clauses')::boolean, normalize($4::jsonb ->> 'replaces_number', NFC),
  $5::timestamptz, $5::timestamptz)
