-- supplier_delete: gone with its contacts, numbers and scores of no response
-- W tenant
-- $2 id
-- 23503 in_use
delete from app.suppliers
 where tenant_id = $1::uuid and id = $2::uuid
