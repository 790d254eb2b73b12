-- supplier_get: one supplier as its clients see it
-- R tenant
-- $2 id
select {{> supplier_columns}}, {{> supplier_tag}}
  from app.suppliers s
  {{> chain_of_supplier}}
 where s.tenant_id = $1::uuid and s.id = $2::uuid
