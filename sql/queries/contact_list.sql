-- contact_list: one page of a supplier's contacts
-- R tenant
-- $2 after_value $3 after_id $4 limit $5 id
-- key c.id
-- sort created_at: c.created_at asc timestamptz '-infinity'
select {{> contact_columns}},
       {{sort_value}}
  from app.contacts c
 where c.tenant_id = $1::uuid and c.supplier_id = $5::uuid and {{after}}
 order by {{order}}
 limit $4::integer
