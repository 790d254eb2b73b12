-- contact_list: one page of a supplier's contacts
-- R tenant
-- page app.contacts c
-- only c.supplier_id = $id::uuid
-- key c.id
-- sort created_at: c.created_at asc timestamptz '-infinity'
select {{> contact_columns}},
       {{sort_value}}
  from {{page}}
 order by {{order}}
