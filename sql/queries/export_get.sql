-- export_get: one export
-- R tenant
-- $2 id
select {{> export_columns}}, j.result ->> 'bytes' as "_bytes"
  from app.jobs j
 where j.tenant_id = $1::uuid and j.id = $2::uuid and j.kind = 'export'
