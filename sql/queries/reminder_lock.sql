-- reminder_lock: holds a reminder until the end of the transaction
-- W tenant
-- $2 id
select m.id from app.reminders m where m.tenant_id = $1::uuid and m.id = $2::uuid for update
