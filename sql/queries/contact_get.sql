-- contact_get: one contact of a supplier
-- R tenant
-- $2 supplier_id $3 id
select c.id, c.revision, c.name, c.email, c.phone, c.role, c.locale, c.source, c.deliverable
  from app.contacts c
 where c.tenant_id = $1::uuid and c.supplier_id = $2::uuid and c.id = $3::uuid
