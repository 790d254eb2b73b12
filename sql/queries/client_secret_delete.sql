-- client_secret_delete: from now on the secret opens nothing
-- W tenant
-- $2 client_id $3 id
delete from app.client_secrets where tenant_id = $1::uuid and client_id = $2::uuid and id = $3::uuid
returning id
