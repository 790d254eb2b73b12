-- reminder_mark_create: the queue of a new tenant, never brought up to anything
-- W tenant
insert into app.reminder_marks (tenant_id) values ($1::uuid)
