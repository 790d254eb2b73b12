-- An offboarding is due on the earliest day of what is still open, of an archived supplier too: what was not ended
-- with the relation is open all the same. One of the subjects of reminder_queue.
select 'offboarding', o.id, '', o.supplier_id, o.next_due_on, true, p.name, null, p.owner
  from app.offboardings o
  join app.suppliers p on p.tenant_id = o.tenant_id and p.id = o.supplier_id
 where o.tenant_id = $1::uuid and p.tenant_id = $1::uuid and o.state = 'open'
   and o.next_due_on is not null
