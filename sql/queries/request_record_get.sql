-- request_record_get: the record of one request as its clients see it
-- R tenant
-- $2 id
select {{> request_record_columns}},
       q.revision || '.' || {{> supplier_mark of=q.supplier_id}} as "_etag"
  from app.request_records q
 where q.tenant_id = $1::uuid and q.id = $2::uuid
