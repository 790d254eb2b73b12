-- request_record_insert: a supplier was asked for something
-- W tenant
-- $2 id $3 supplier_id
-- $4 body (jsonb: the checked request)
-- $5 today $6 subject $7 now
insert into app.request_records (tenant_id, id, supplier_id, campaign_id, measure_id, requested_on,
  reason, explanation, explained_on, explained_by, cost_bearer, cost_note, price_talk_on,
  price_talk_result, supplier_statement, created_by, created_at, updated_at)
select $1::uuid, $2::uuid, $3::uuid, b.campaign_id, b.measure_id,
       coalesce(b.requested_on, $5::date), normalize(b.reason, NFC), normalize(b.explanation, NFC),
       b.explained_on, normalize(b.explained_by, NFC), coalesce(b.cost_bearer, 'not_discussed'),
       normalize(b.cost_note, NFC), b.price_talk_on, normalize(b.price_talk_result, NFC),
       normalize(b.supplier_statement, NFC), $6::text, $7::timestamptz, $7::timestamptz
  from jsonb_to_recordset(jsonb_build_array($4::jsonb)) as b (campaign_id uuid, measure_id uuid,
    requested_on date, reason text, explanation text, explained_on date, explained_by text,
    cost_bearer text, cost_note text, price_talk_on date, price_talk_result text,
    supplier_statement text)
