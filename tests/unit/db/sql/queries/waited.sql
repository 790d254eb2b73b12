-- waited: a row lock that is waited for
-- W tenant
-- $2 id
select id from app.notes where tenant_id = $1 and id = $2 for update
