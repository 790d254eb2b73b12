-- request_record_insert: a supplier was asked for something
-- W tenant
-- $2 id $3 supplier_id
-- $4 body (jsonb: the checked request)
-- $5 today $6 subject $7 now
insert into app.request_records (tenant_id, id, supplier_id, campaign_id, measure_id, requested_on,
  reason, explanation, explained_on, explained_by, cost_bearer, cost_note, price_talk_on,
  price_talk_result, supplier_statement, created_by, created_at, updated_at)
values ($1::uuid, $2::uuid, $3::uuid, ($4::jsonb ->> 'campaign_id')::uuid,
  ($4::jsonb ->> 'measure_id')::uuid, coalesce(($4::jsonb ->> 'requested_on')::date, $5::date),
  normalize($4::jsonb ->> 'reason', NFC), normalize($4::jsonb ->> 'explanation', NFC),
  ($4::jsonb ->> 'explained_on')::date, normalize($4::jsonb ->> 'explained_by', NFC),
  coalesce($4::jsonb ->> 'cost_bearer', 'not_discussed'),
  normalize($4::jsonb ->> 'cost_note', NFC), ($4::jsonb ->> 'price_talk_on')::date,
  normalize($4::jsonb ->> 'price_talk_result', NFC),
  normalize($4::jsonb ->> 'supplier_statement', NFC), $6::text, $7::timestamptz,
  $7::timestamptz)
