-- A questionnaire that waits for its answers is due on its day.
-- One of the subjects of reminder_queue.
select 'response' as type, a.id, '' as code, a.supplier_id, a.due_on, false as internal,
       q.title_ja, q.title_en, p.owner
  from app.responses a
  join app.questionnaires q on q.tenant_id = a.tenant_id and q.id = a.questionnaire_id
  join app.suppliers p on p.tenant_id = a.tenant_id and p.id = a.supplier_id
 where a.tenant_id = $1::uuid and q.tenant_id = $1::uuid and p.tenant_id = $1::uuid
   and {{> with_supplier r=a}} and a.due_on is not null
   and p.status = 'active'
