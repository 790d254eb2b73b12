-- answer_open: one answer with what decides about it; the response was locked just before
-- R tenant
-- $2 response_id
-- $3 supplier_scope (of a respondent, else null)
-- $4 code (null: of no question)
-- $5 body (JSON as sent; comes back in NFC)
-- $6 reach (of the session of a link, else null)
--   No code is '': Citus plans no outer join that a null makes empty.
--   A statement of its own after the lock: a join in the locking one would read the answer as it was
--   before the lock was waited for.
select r.id, r.revision as response_revision, r.state, r.supplier_id, r.questionnaire_id,
       r.answer_floor as "_answer_floor", to_json(r.amend_codes) as "_open_codes",
       r.progress_answered as "progress.answered",
       r.progress_required as "progress.required", r.progress_total as "progress.total",
       normalize($5::text, NFC) as "_body",
       {{> answer_columns}}
  from app.responses r
  left join app.answers a on a.tenant_id = r.tenant_id and a.response_id = r.id
   and a.code = coalesce($4::text, '') and a.tenant_id = $1::uuid
 where r.tenant_id = $1::uuid and r.id = $2::uuid
   and {{> reaches_response}}
