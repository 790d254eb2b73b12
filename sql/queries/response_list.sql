-- response_list: one page of responses
-- R tenant
-- $2 after_value $3 after_id $4 limit
-- $5 supplier_id $6 questionnaire_id $7 state
-- $8 due_on $9 due_on_lt $10 due_on_lte $11 due_on_gt $12 due_on_gte
-- $13 overdue $14 as_of $15 now $16 language
-- key r.id
-- sort -requested_at: r.requested_at desc timestamptz 'infinity'
select r.id, r.revision, r.state, r.supplier_id, r.questionnaire_id,
       q.code as "questionnaire.code", q.version as "questionnaire.version",
       {{> questionnaire_title}} as "questionnaire.title",
       r.due_on, r.locale, r.channel, r.note,
       coalesce(r.due_on < coalesce($14::date, ($15::timestamptz at time zone t.time_zone)::date)
         and {{> with_supplier}}, false) as overdue,
       r.progress_answered as "progress.answered", r.progress_required as "progress.required",
       r.progress_total as "progress.total", r.return_reasons, r.prefilled_from,
       case when r.amends is not null then json_build_object('response_id', r.amends,
         'codes', to_json(r.amend_codes), 'reason', r.amend_reason) end as amendment,
       r.requested_at, r.submitted_at, r.accepted_at, r.cancelled_at,
       {{sort_value}}
  from app.responses r
  join app.questionnaires q on q.tenant_id = r.tenant_id and q.id = r.questionnaire_id
  join app.settings t on t.tenant_id = r.tenant_id
 where r.tenant_id = $1::uuid and q.tenant_id = $1::uuid and t.tenant_id = $1::uuid
   and ($5::uuid[] is null or r.supplier_id = any ($5::uuid[]))
   and ($6::uuid[] is null or r.questionnaire_id = any ($6::uuid[]))
   and ($7::text[] is null or r.state = any ($7::text[]))
   and ($8::date is null or r.due_on = $8::date)
   and ($9::date is null or r.due_on < $9::date)
   and ($10::date is null or r.due_on <= $10::date)
   and ($11::date is null or r.due_on > $11::date)
   and ($12::date is null or r.due_on >= $12::date)
   and ($13::boolean is null or $13::boolean =
        coalesce(r.due_on < coalesce($14::date, ($15::timestamptz at time zone t.time_zone)::date)
          and {{> with_supplier}}, false))
   and {{after}}
 order by {{order}}
 limit $4::integer
