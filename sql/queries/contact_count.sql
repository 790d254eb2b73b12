-- contact_count: how many contacts a supplier has
-- R tenant
-- $2 id
select count(*) as total from app.contacts where tenant_id = $1::uuid and supplier_id = $2::uuid
