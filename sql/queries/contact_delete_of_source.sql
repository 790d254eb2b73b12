-- contact_delete_of_source: the contacts that one system pushed for a supplier
-- W tenant
-- $2 supplier_id $3 source
delete from app.contacts
 where tenant_id = $1::uuid and supplier_id = $2::uuid and source = $3::text
