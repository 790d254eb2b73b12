-- An acceptance that holds is due on its last day. One of the subjects of reminder_queue.
select 'acceptance', a.id, '', a.supplier_id, a.until, true, f.text_ja, f.text_en, p.owner
  from app.risk_acceptances a
  join app.findings f on f.tenant_id = a.tenant_id and f.id = a.finding_id
  join app.suppliers p on p.tenant_id = a.tenant_id and p.id = a.supplier_id
 where a.tenant_id = $1::uuid and f.tenant_id = $1::uuid and p.tenant_id = $1::uuid
   and a.ended_at is null and a.approved_at is not null and p.status = 'active'
