-- override_get: one override
-- R tenant
-- $2 id
select {{> override_columns}},
       o.revision || '.' || {{> supplier_mark of=o.supplier_id}} as "_etag"
  from app.overrides o
 where o.tenant_id = $1::uuid and o.id = $2::uuid
