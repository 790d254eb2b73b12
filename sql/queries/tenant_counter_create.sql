-- tenant_counter_create: where the event chain of a new tenant begins
-- W tenant
insert into app.tenant_counters (tenant_id, name) values ($1::uuid, 'events')
