-- release_get: one release
-- R tenant
-- $2 id
select {{> release_columns}},
       e.revision || '.' || {{> supplier_mark of=e.supplier_id}} as "_etag"
  from app.releases e
 where e.tenant_id = $1::uuid and e.id = $2::uuid
