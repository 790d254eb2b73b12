-- client_get: one client
-- R tenant
-- $2 id
select {{> client_columns}}
  from app.clients c
 where c.tenant_id = $1::uuid and c.id = $2::uuid
