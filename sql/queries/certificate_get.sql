-- certificate_get: one certificate as its clients see it
-- R tenant
-- $2 id
-- $3 as_of (null: today where the tenant is) $4 now
select {{> certificate_columns}},
       c.revision || '.' || {{> tenant_day}}
         || '.' || {{> expiring_days}} || '.' || {{> supplier_mark of=c.supplier_id}} as "_etag"
  from app.certificates c
 where c.tenant_id = $1::uuid and c.id = $2::uuid
