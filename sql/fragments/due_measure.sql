-- A measure that is not in place is due on its day; ours is nobody else's matter.
-- One of the subjects of reminder_queue.
select 'measure', m.id, '', m.supplier_id, m.due_on, m.side = 'buyer', m.title, null, p.owner
  from app.measures m
  join app.suppliers p on p.tenant_id = m.tenant_id and p.id = m.supplier_id
 where m.tenant_id = $1::uuid and p.tenant_id = $1::uuid
   and {{> measure_in_hand}} and m.due_on is not null and p.status = 'active'
