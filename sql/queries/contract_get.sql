-- contract_get: one contract as its clients see it
-- R tenant
-- $2 id
-- $3 as_of (null: today where the tenant is) $4 now
select {{> contract_columns}},
       k.revision || '.' || {{> tenant_day}} || '.' || {{> supplier_mark of=k.supplier_id}} as "_etag"
  from app.contracts k
 where k.tenant_id = $1::uuid and k.id = $2::uuid
