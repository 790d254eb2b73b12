-- What clients see of a response, a respondent without the note; `r` is app.responses, `q` its
-- questionnaire.
r.id, r.revision, r.state, r.supplier_id, {{> supplier_brief of=r.supplier_id}},
       r.questionnaire_id,
       q.code as "questionnaire.code", q.version as "questionnaire.version",
       {{> questionnaire_title}} as "questionnaire.title",
       r.due_on, r.locale, r.channel, case when $supplier_scope::uuid is null then r.note end as note,
       {{> why_asked}} as why,
       coalesce({{> response_overdue}}, false) as overdue,
       r.progress_answered as "progress.answered", r.progress_required as "progress.required",
       r.progress_total as "progress.total", {{> return_reasons}} as return_reasons, r.prefilled_from,
       case when r.amends is not null then json_build_object('response_id', r.amends,
         'codes', to_json(array(select c from unnest(r.amend_codes) with ordinality as a (c, n)
                                where {{> of_sections of=c}} order by n)), 'reason', r.amend_reason) end as amendment,
       r.requested_at, r.submitted_at, {{> receipt_number}} as receipt_number, r.accepted_at, r.cancelled_at
