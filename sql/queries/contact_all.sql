-- contact_all: the contacts of a supplier, for C
-- R tenant
-- $2 supplier_id
select {{> contact_columns}}
  from app.contacts c
 where c.tenant_id = $1::uuid and c.supplier_id = $2::uuid
 order by c.created_at, c.id
