-- chain_forget: what was kept of a supplier that is gone
-- W tenant
-- $2 id
delete from app.chain_scores where tenant_id = $1::uuid and supplier_id = $2::uuid
