-- supplier_link_lock: one link as supplier_link_get, locked until the end of the transaction
-- W tenant
-- $2 id
select {{> supplier_link_columns}}
  from app.supplier_links k
 where k.tenant_id = $1::uuid and k.id = $2::uuid
   for update of k
