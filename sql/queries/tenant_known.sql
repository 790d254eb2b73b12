-- tenant_known: one row when the tenant exists; asked before a token's tenant is trusted
-- R admin
-- $1 id
select t.id from app.tenants t where t.id = $1::uuid
