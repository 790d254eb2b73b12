-- export_request_records: the next records of requests of an export, by id
-- R tenant
-- filters request_records
select q.id as "_id", {{> request_record_columns}}
  from app.request_records q
 where q.tenant_id = $1::uuid and q.id > $after_id::uuid{{filters}}
 order by q.id
 limit $limit::integer
