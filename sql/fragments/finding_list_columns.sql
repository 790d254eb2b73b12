-- What a page shows of findings; `f` is app.findings. Parameters as in finding_list.
f.id, f.revision, f.supplier_id, f.questionnaire_code, f.question_code as "question.code",
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
         where x.tenant_id = $1::uuid and m.tenant_id = $1::uuid and x.finding_id = f.id) as measures
