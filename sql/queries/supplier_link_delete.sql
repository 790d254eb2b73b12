-- supplier_link_delete: one link
-- W tenant
-- $2 id
delete from app.supplier_links where tenant_id = $1::uuid and id = $2::uuid
