-- certificate_delete: one certificate
-- W tenant
-- $2 id
delete from app.certificates where tenant_id = $1::uuid and id = $2::uuid
