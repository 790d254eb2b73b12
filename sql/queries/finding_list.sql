-- finding_list: one page of findings
-- R tenant
-- $2 after_value $3 after_id $4 limit
-- $5 supplier_id
-- $6 state
-- $7 kind
-- $8 question
-- $9 questionnaire_code
-- $10 threat
-- $11 regression
-- $12 provisional
-- $13 response_id
-- $14 language
-- key f.id
-- sort -reduction: f.reduction_micro desc integer 2147483647
-- sort reduction: f.reduction_micro asc integer -1
-- sort -contribution: f.contribution_micro desc integer 2147483647
-- sort contribution: f.contribution_micro asc integer -1
-- sort -last_seen_at: f.last_seen_at desc timestamptz 'infinity'
-- sort last_seen_at: f.last_seen_at asc timestamptz '-infinity'
select f.id, f.revision, f.supplier_id, f.questionnaire_code, f.question_code as "question.code",
       coalesce(case when $14::text = 'en' then f.text_en end, f.text_ja) as "question.text",
       f.kind, f.state, f.provisional, f.regression, f.contribution_micro as "contribution:micro",
       f.reduction_micro as "reduction:micro", to_json(f.threats) as threats, f.response_id,
       f.first_seen_at, f.last_seen_at, f.closed_at, f.closed_reason,
       (select json_build_object('id', a.id, 'reason', a.reason, 'approver', a.approver,
                 'until', a.until, 'accepted_by', a.accepted_by,
                 'accepted_at', to_char(a.accepted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                 'ended_at', to_char(a.ended_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                 'ended_reason', a.ended_reason)
          from app.risk_acceptances a
         where a.tenant_id = $1::uuid and a.finding_id = f.id and a.ended_at is null) as acceptance,
       (select coalesce(json_agg(json_build_object('id', m.id, 'title', m.title,
                 'state', m.state, 'side', m.side, 'effect', m.effect_micro / 1000000.0,
                 'due_on', m.due_on) order by m.id), '[]')
          from app.measure_findings x
          join app.measures m on m.tenant_id = x.tenant_id and m.id = x.measure_id
         where x.tenant_id = $1::uuid and m.tenant_id = $1::uuid and x.finding_id = f.id) as measures,
       {{sort_value}}
  from app.findings f
 where f.tenant_id = $1::uuid
   and {{after}}
   and ($5::uuid[] is null or f.supplier_id = any ($5::uuid[]))
   and ($6::text[] is null or f.state = any ($6::text[]))
   and ($7::text[] is null or f.kind = any ($7::text[]))
   and ($8::text[] is null or f.question_code = any ($8::text[]))
   and ($9::text[] is null or f.questionnaire_code = any ($9::text[]))
   and ($10::text[] is null or f.threats && $10::text[])
   and ($11::boolean is null or f.regression = $11::boolean)
   and ($12::boolean is null or f.provisional = $12::boolean)
   and ($13::uuid[] is null or f.response_id = any ($13::uuid[]))
 order by {{order}}
 limit $4::integer
