-- tenant_get: slug and name of a tenant
-- R admin
-- $1 id
select t.id, t.slug, t.name from app.tenants t where t.id = $1::uuid
