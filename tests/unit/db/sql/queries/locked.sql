-- locked: a row lock that somebody else holds
-- W tenant
-- $2 id
select id from app.notes where tenant_id = $1 and id = $2 for update nowait
