-- incident_insert: an incident that was told
-- W tenant
-- $2 id
-- $3 body (jsonb: the checked request)
-- $4 subject $5 now
insert into app.incidents (tenant_id, id, supplier_id, title, description, occurred_on,
  discovered_on, attack_kind, severity, reported_by, created_at, updated_at)
values ($1::uuid, $2::uuid, ($3::jsonb ->> 'supplier_id')::uuid,
  normalize($3::jsonb ->> 'title', NFC), normalize($3::jsonb ->> 'description', NFC),
  ($3::jsonb ->> 'occurred_on')::date, ($3::jsonb ->> 'discovered_on')::date,
  $3::jsonb ->> 'attack_kind', $3::jsonb ->> 'severity', $4::text, $5::timestamptz,
  $5::timestamptz)
