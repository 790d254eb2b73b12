-- contact_delete: one contact
-- W tenant
-- $2 id
delete from app.contacts where tenant_id = $1::uuid and id = $2::uuid
