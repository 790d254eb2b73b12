-- response_insert: a response nobody has answered yet
-- W tenant
-- $2 id
-- $3 supplier_id
-- $4 questionnaire_id
-- $5 questionnaire_code
-- $6 due_on
-- $7 locale (null: the tenant's)
-- $8 note
-- $9 progress_required
-- $10 progress_total
-- $11 now
-- $12 channel
-- $13 why
-- 23505 already_open
insert into app.responses as n (tenant_id, id, supplier_id, questionnaire_id, questionnaire_code, due_on,
  locale, note, progress_required, progress_total, requested_at, updated_at, channel, why)
select t.tenant_id, $2::uuid, $3::uuid, $4::uuid, $5::text, $6::date, coalesce($7::text, t.locale),
       normalize($8::text, NFC), $9::integer, $10::integer, $11::timestamptz, $11::timestamptz,
       coalesce($12::text, 'online'), normalize($13::text, NFC)
  from app.settings t
 where t.tenant_id = $1::uuid
returning n.id
