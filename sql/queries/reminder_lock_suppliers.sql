-- reminder_lock_suppliers: holds the suppliers of an item, before its rows (lock order: change.h)
-- W tenant
-- $2 id
select s.id
  from app.suppliers s
 where s.tenant_id = $1::uuid
   and s.id in (select m.supplier_id from app.reminders m
                 where m.tenant_id = $1::uuid and m.batch_id = $2::uuid)
 order by s.id
   for update of s
