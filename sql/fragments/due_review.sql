-- The next review of a supplier is due on its day. One of the subjects of reminder_queue.
select 'review', p.id, '', p.id, p.next_review_on, true, p.name, null, p.owner
  from app.suppliers p
 where p.tenant_id = $1::uuid and p.next_review_on is not null and p.status = 'active'
