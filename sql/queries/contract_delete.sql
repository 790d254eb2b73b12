-- contract_delete: one contract
-- W tenant
-- $2 id
delete from app.contracts where tenant_id = $1::uuid and id = $2::uuid
