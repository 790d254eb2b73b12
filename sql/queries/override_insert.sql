-- override_insert: proposes an override, unless the supplier has an open one
-- W tenant
-- $2 id
-- $3 body (jsonb: the checked request)
-- $4 subject $5 now
insert into app.overrides (tenant_id, id, supplier_id, band, despite_incident, reason, until,
  requested_by, requested_at)
values ($1::uuid, $2::uuid, ($3::jsonb ->> 'supplier_id')::uuid, $3::jsonb ->> 'band',
  coalesce(($3::jsonb ->> 'despite_incident')::boolean, false),
  normalize($3::jsonb ->> 'reason', NFC), ($3::jsonb ->> 'until')::date, $4::text,
  $5::timestamptz)
on conflict (tenant_id, supplier_id) where state in ('proposed', 'active') do nothing
returning id
