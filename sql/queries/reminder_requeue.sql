-- reminder_requeue: a dead reminder is tried anew
-- W tenant
-- $2 id $3 now
update app.reminders m
   set state = 'queued', attempts = 0, available_at = now(), revision = m.revision + 1,
       updated_at = $3::timestamptz
 where m.tenant_id = $1::uuid and m.id = $2::uuid
