-- export_contracts: the next contracts of an export, by id
-- R tenant
-- filters contracts
select k.id as "_id", {{> contract_columns}}
  from app.contracts k
 where k.tenant_id = $1::uuid and k.id > $after_id::uuid{{filters}}
 order by k.id
 limit $limit::integer
