-- incident_get: one incident
-- R tenant
-- $2 id
select {{> incident_columns}},
       i.revision || '.' || {{> supplier_mark of=i.supplier_id}} as "_etag"
  from app.incidents i
 where i.tenant_id = $1::uuid and i.id = $2::uuid
