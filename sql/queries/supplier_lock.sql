-- supplier_lock: one supplier as its clients see it, locked until the end of the transaction
-- W tenant
-- $2 id
select {{> supplier_columns}}
  from app.suppliers s
  {{> chain_of_supplier}}
 where s.tenant_id = $1::uuid and s.id = $2::uuid
   for update of s
