-- response_get: one response as its clients see it; a respondent sees its supplier's, without note
-- R tenant
-- $2 id
-- $3 supplier_scope (of a respondent, else null)
-- $4 language
-- $5 as_of (null: today where the tenant is)
-- $6 now
select r.id, r.revision, r.state, r.supplier_id, r.questionnaire_id,
       q.code as "questionnaire.code", q.version as "questionnaire.version",
       {{> questionnaire_title}} as "questionnaire.title",
       r.due_on, r.locale, r.channel, case when $3::uuid is null then r.note end as note,
       coalesce({{> response_overdue}}, false) as overdue,
       r.progress_answered as "progress.answered", r.progress_required as "progress.required",
       r.progress_total as "progress.total", r.return_reasons, r.prefilled_from,
       case when r.amends is not null then json_build_object('response_id', r.amends,
         'codes', to_json(r.amend_codes), 'reason', r.amend_reason) end as amendment,
       r.requested_at, r.submitted_at, r.accepted_at, r.cancelled_at,
       r.answer_floor as "_answer_floor", {{> tenant_today}} as "_today", to_json(r.amend_codes) as "_open_codes",
       r.revision || '.' || {{> tenant_day}}
         as "_etag"
  from app.responses r
  join app.questionnaires q on q.tenant_id = r.tenant_id and q.id = r.questionnaire_id
   where r.tenant_id = $1::uuid and q.tenant_id = $1::uuid
   and r.id = $2::uuid and ($3::uuid is null or r.supplier_id = $3::uuid)
