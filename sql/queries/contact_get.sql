-- contact_get: one contact of a supplier
-- R tenant
-- $2 supplier_id $3 id
select {{> contact_columns}}
  from app.contacts c
 where c.tenant_id = $1::uuid and c.supplier_id = $2::uuid and c.id = $3::uuid
