-- response_amend: a new response that opens some questions of an accepted one
-- W tenant
-- $2 id
-- $3 amends (the accepted response)
-- $4 codes
-- $5 reason
-- $6 due_on
-- $7 now
-- 23505 already_open
insert into app.responses as n (tenant_id, id, supplier_id, questionnaire_id, questionnaire_code, due_on,
  locale, note, progress_answered, progress_required, progress_total, prefilled_from, amends,
  amend_codes, amend_reason, requested_at, updated_at)
select r.tenant_id, $2::uuid, r.supplier_id, r.questionnaire_id, r.questionnaire_code, $6::date,
       r.locale, r.note, r.progress_answered, r.progress_required, r.progress_total, r.id, r.id,
       $4::text[], normalize($5::text, NFC), $7::timestamptz, $7::timestamptz
  from app.responses r
 where r.tenant_id = $1::uuid and r.id = $3::uuid
returning n.id
