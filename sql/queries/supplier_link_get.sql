-- supplier_link_get: one link between suppliers as its clients see it
-- R tenant
-- $2 id
select {{> supplier_link_columns}},
       k.revision || '.' || {{> link_end_mark of=k.from_supplier_id}}
         || {{> link_end_mark of=k.to_supplier_id}} as "_etag"
  from app.supplier_links k
 where k.tenant_id = $1::uuid and k.id = $2::uuid
