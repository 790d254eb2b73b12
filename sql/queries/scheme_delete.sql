-- scheme_delete: a scheme of the tenant's own goes
-- W tenant
-- $2 id
delete from app.schemes where tenant_id = $1::uuid and id = $2::uuid
