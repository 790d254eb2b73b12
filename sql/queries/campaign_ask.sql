-- campaign_ask: a response for each supplier; the two lists belong together
-- W tenant
-- $2 supplier_ids
-- $3 response_ids
-- $4 questionnaire_id
-- $5 questionnaire_code
-- $6 due_on
-- $7 locale
-- $8 note
-- $9 progress_required
-- $10 progress_total
-- $11 now
-- $12 campaign_id
-- 23505 already_open
insert into app.responses (tenant_id, id, supplier_id, questionnaire_id, questionnaire_code, due_on,
  locale, note, progress_required, progress_total, requested_at, updated_at,
  campaign_id)
select $1::uuid, n.response_id, n.supplier_id, $4::uuid, $5::text, $6::date, $7::text,
       normalize($8::text, NFC), $9::integer, $10::integer, $11::timestamptz, $11::timestamptz, $12::uuid
  from unnest($2::uuid[], $3::uuid[]) as n (supplier_id, response_id)
returning id
