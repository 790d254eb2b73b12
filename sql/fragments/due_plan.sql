-- A plan that an answer of the latest round makes is due on its day. The answer that counts decides
-- whether there is still something to do. One of the subjects of reminder_queue.
select 'plan', a.response_id, a.code, r.supplier_id, (a.value #>> '{plan,due_on}')::date, false,
       coalesce(a.value #>> '{plan,measure}', a.code), null, p.owner
  from app.answers a
  join app.responses r on r.tenant_id = a.tenant_id and r.id = a.response_id
  join app.suppliers p on p.tenant_id = r.tenant_id and p.id = r.supplier_id
 where a.tenant_id = $1::uuid and r.tenant_id = $1::uuid and p.tenant_id = $1::uuid
   and (a.value #>> '{plan,due_on}') is not null and r.state in ('submitted', 'accepted')
   and coalesce({{> counted_answer}} ->> 'answer',
         case when coalesce((a.review ->> 'gap')::numeric, 1) > 0 then 'in_progress' end)
         in ('in_progress', 'not_done') and p.status = 'active'
   and not exists (
     select from app.responses n
      where n.tenant_id = $1::uuid and n.supplier_id = r.supplier_id
        and n.questionnaire_code = r.questionnaire_code and {{> round r=n}} > {{> round}}
        and n.state in ('submitted', 'accepted'))
   -- Taken over as a measure, it has that measure's rules.
   and not exists (
     select from app.findings f
       join app.measure_findings h on h.tenant_id = f.tenant_id and h.finding_id = f.id
       join app.measures m on m.tenant_id = h.tenant_id and m.id = h.measure_id
      where f.tenant_id = $1::uuid and h.tenant_id = $1::uuid and m.tenant_id = $1::uuid
        and f.supplier_id = r.supplier_id and f.questionnaire_code = r.questionnaire_code
        and f.question_code = a.code and m.source = 'plan')
