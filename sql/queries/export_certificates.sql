-- export_certificates: the next certificates of an export, by id
-- R tenant
-- filters certificates
select c.id as "_id", {{> certificate_columns}}
  from app.certificates c
 where c.tenant_id = $1::uuid and c.id > $after_id::uuid{{filters}}
 order by c.id
 limit $limit::integer
