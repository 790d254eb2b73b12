-- What clients see of a measure; `m` is app.measures.
m.id, m.revision, m.supplier_id, {{> supplier_brief of=m.supplier_id}},
       m.state, m.side, m.source, m.title, m.description, m.assignee,
       case when $supplier_scope::uuid is null then m.effect_micro end as "effect:micro", m.impact,
       (select coalesce(json_agg(json_build_object('id', f.id,
                 'questionnaire_code', f.questionnaire_code, 'question', f.question_code)
                 order by f.questionnaire_code, f.question_code), '[]')
          from app.measure_findings x
          join app.findings f on f.tenant_id = x.tenant_id and f.id = x.finding_id
         where x.tenant_id = $1::uuid and f.tenant_id = $1::uuid and x.measure_id = m.id) as findings,
       m.due_on,
       coalesce({{> measure_overdue}}, false) as overdue,
       (select coalesce(json_agg(json_build_object(
                 'at', {{> instant of=p.at}},
                 'by', {{> own_people of=p.by}}, 'state', p.state, 'note', p.note) order by p.revision), '[]')
          from (select * from app.measure_reports l
                 where l.tenant_id = $1::uuid and l.measure_id = m.id
                 order by l.revision desc limit 20) p) as reports,
       case when m.reopened_from is not null then json_build_object(
         'at', {{> instant of=m.reopened_at}},
         'from', m.reopened_from, 'response_id', m.reopened_by) end as reopened,
       m.started_at,
       case when m.reopened_from is null then m.implemented_at end as implemented_at,
       case when m.reopened_from is null then m.verified_at end as verified_at,
       case when m.reopened_from is null then {{> own_people of=m.verified_by}} end as verified_by,
       case when $supplier_scope::uuid is null and m.reopened_from is null
         then m.verification_notes end as verification_notes,
       m.cancelled_at, m.cancel_reason, m.created_at, {{> own_people of=m.created_by}} as created_by,
       m.updated_at
