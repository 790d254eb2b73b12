-- export_suppliers: the next suppliers of an export, by id
-- R tenant
-- filters suppliers
select s.id as "_id", {{> first_number word='source'}} as source,
       {{> first_number word='id'}} as external_id,
       {{> supplier_columns}}
  from app.suppliers s
 where s.tenant_id = $1::uuid and s.id > $after_id::uuid{{filters}}
 order by s.id
 limit $limit::integer
