-- link_lock: one link of a response, locked until the end of the transaction
-- W tenant
-- $2 response_id
-- $3 id
select {{> link_columns}},
       (select r.supplier_id from app.responses r
         where r.tenant_id = $1::uuid and r.id = l.response_id) as "_supplier_id"
  from app.links l
 where l.tenant_id = $1::uuid and l.response_id = $2::uuid and l.id = $3::uuid
   for update of l
