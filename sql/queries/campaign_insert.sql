-- campaign_insert: a campaign without suppliers yet
-- W tenant
-- $2 id
-- $3 name
-- $4 questionnaire_id
-- $5 due_on
-- $6 locale
-- $7 note
-- $8 prefill
-- $9 now
-- $10 by
-- $11 why
insert into app.campaigns (tenant_id, id, name, questionnaire_id, due_on, locale, note, prefill,
  created_at, created_by, updated_at, why)
values ($1::uuid, $2::uuid, normalize($3::text, NFC), $4::uuid, $5::date, $6::text,
  normalize($7::text, NFC), $8::boolean, $9::timestamptz, $10::text, $9::timestamptz,
  normalize($11::text, NFC))
