-- offboarding_get: one offboarding as its clients see it
-- R tenant
-- $2 id
-- $3 as_of (null: today where the tenant is) $4 now
select {{> offboarding_columns}},
       o.revision || '.' || {{> tenant_day}} || '.' || {{> supplier_mark of=o.supplier_id}} as "_etag"
  from app.offboardings o
 where o.tenant_id = $1::uuid and o.id = $2::uuid
