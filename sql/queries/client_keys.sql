-- client_keys: a client that may get tokens, with its public keys; the client's id named the tenant
-- W tenant
-- none invalid_client
-- $2 id
select c.id, c.name, to_jsonb(c.scopes) as scopes, c.keys
  from app.clients c
 where c.tenant_id = $1::uuid and c.id = $2::uuid and c.active
