-- tenant_by_slug: the tenant an operator names by its slug
-- R admin
-- $1 slug
select t.id from app.tenants t where t.slug = $1::text
