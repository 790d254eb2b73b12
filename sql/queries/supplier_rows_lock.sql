-- supplier_rows_lock: as supplier_rows_get, locked until the end of the transaction, always in one order
-- W tenant
-- $2 ids
select {{> supplier_columns}}
  from app.suppliers s
  {{> chain_of_supplier}}
 where s.tenant_id = $1::uuid and s.id = any ($2::uuid[])
 order by s.id
   for update of s
