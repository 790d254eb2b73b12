-- supplier_exists: whether the tenant has this supplier
-- R tenant
-- $2 id
select 1 as found from app.suppliers where tenant_id = $1::uuid and id = $2::uuid
