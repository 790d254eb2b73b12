-- client_authenticate: the client whose secret this is; the client's id named the tenant
-- W tenant
-- none invalid_client
-- $2 id
-- $3 secret_hash (hex)
select c.id, c.name, to_jsonb(c.scopes) as scopes, s.id as secret_id
  from app.clients c
  join app.client_secrets s on s.tenant_id = c.tenant_id and s.client_id = c.id
 where c.tenant_id = $1::uuid and s.tenant_id = $1::uuid and c.id = $2::uuid and c.active
   and s.secret_hash = decode($3::text, 'hex')
