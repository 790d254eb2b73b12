-- measure_list: one page of measures; a respondent sees those of its supplier's side
-- R tenant
-- $2 after_value $3 after_id $4 limit
-- $5 supplier_id $6 finding_id $7 state $8 side $9 source $10 assignee
-- $11 due_on_lt $12 due_on_lte $13 due_on_gte $14 overdue
-- $15 as_of $16 now $17 supplier_scope
-- key m.id
-- sort due_on: (case when m.due_on is null then '9999-12-31'::date else m.due_on end) asc date '-infinity'
-- sort -due_on: (case when m.due_on is null then '9999-12-31'::date else m.due_on end) desc date 'infinity'
-- sort -created_at: m.created_at desc timestamptz 'infinity'
-- sort created_at: m.created_at asc timestamptz '-infinity'
select m.id, m.revision, m.supplier_id, m.state, m.side, m.source, m.title, m.description, m.assignee,
       case when $17::uuid is null then m.effect_micro end as "effect:micro", m.impact,
       (select coalesce(json_agg(json_build_object('id', f.id,
                 'questionnaire_code', f.questionnaire_code, 'question', f.question_code)
                 order by f.questionnaire_code, f.question_code), '[]')
          from app.measure_findings x
          join app.findings f on f.tenant_id = x.tenant_id and f.id = x.finding_id
         where x.tenant_id = $1::uuid and f.tenant_id = $1::uuid and x.measure_id = m.id) as findings,
       m.due_on,
       coalesce(m.due_on < coalesce($15::date, ($16::timestamptz at time zone t.time_zone)::date)
         and m.state in ('planned', 'in_progress'), false) as overdue,
       (select coalesce(json_agg(json_build_object(
                 'at', to_char(p.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                 'by', p.by, 'state', p.state, 'note', p.note) order by p.revision), '[]')
          from (select * from app.measure_reports l
                 where l.tenant_id = $1::uuid and l.measure_id = m.id
                 order by l.revision desc limit 20) p) as reports,
       m.started_at, m.implemented_at, m.verified_at, m.verified_by,
       case when $17::uuid is null then m.verification_notes end as verification_notes,
       m.cancelled_at, m.cancel_reason, m.created_at, m.created_by, m.updated_at,
       {{sort_value}}
  from app.measures m
  join app.settings t on t.tenant_id = m.tenant_id
 where m.tenant_id = $1::uuid and t.tenant_id = $1::uuid
   and {{after}}
   and ($17::uuid is null or (m.supplier_id = $17::uuid and m.side = 'supplier'))
   and ($5::uuid[] is null or m.supplier_id = any ($5::uuid[]))
   and ($6::uuid[] is null or exists (
         select from app.measure_findings y
          where y.tenant_id = $1::uuid and y.measure_id = m.id
            and y.finding_id = any ($6::uuid[])))
   and ($7::text[] is null or m.state = any ($7::text[]))
   and ($8::text[] is null or m.side = any ($8::text[]))
   and ($9::text[] is null or m.source = any ($9::text[]))
   and ($10::text[] is null or m.assignee = any ($10::text[]))
   and ($11::date is null or m.due_on < $11::date)
   and ($12::date is null or m.due_on <= $12::date)
   and ($13::date is null or m.due_on >= $13::date)
   and ($14::boolean is null or $14::boolean =
        coalesce(m.due_on < coalesce($15::date, ($16::timestamptz at time zone t.time_zone)::date)
          and m.state in ('planned', 'in_progress'), false))
 order by {{order}}
 limit $4::integer
