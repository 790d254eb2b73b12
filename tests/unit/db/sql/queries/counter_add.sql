-- counter_add: the next number of the tenant; the note need not be there before COMMIT
-- W tenant
-- in turn
-- $2 note
update app.counters set value = value + 1, note = $2 where tenant_id = $1 returning value
