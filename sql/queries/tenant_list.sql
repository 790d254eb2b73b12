-- tenant_list: every tenant, for operators
-- R admin
select t.id, t.slug, t.name from app.tenants t order by t.slug
