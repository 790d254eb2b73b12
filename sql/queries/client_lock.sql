-- client_lock: one client, locked until the end of the transaction
-- W tenant
-- $2 id
select c.id from app.clients c where c.tenant_id = $1::uuid and c.id = $2::uuid for update
