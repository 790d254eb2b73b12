-- supplier_rows_get: many suppliers as their clients see them, by id
-- R tenant
-- $2 ids
select {{> supplier_columns}}, {{> supplier_tag}}
  from app.suppliers s
  {{> chain_of_supplier}}
 where s.tenant_id = $1::uuid and s.id = any ($2::uuid[])
 order by s.id
