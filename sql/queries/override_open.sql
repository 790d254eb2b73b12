-- override_open: the supplier's open override
-- R tenant
-- $2 supplier_id
select o.id
  from app.overrides o
 where o.tenant_id = $1::uuid and o.supplier_id = $2::uuid and o.state in ('proposed', 'active')
