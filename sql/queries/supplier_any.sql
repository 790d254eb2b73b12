-- supplier_any: whether the tenant has any supplier
-- R tenant
select exists (select from app.suppliers s where s.tenant_id = $1::uuid) as found
