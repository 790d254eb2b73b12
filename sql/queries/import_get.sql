-- import_get: one import, with what its rows are made of
-- R tenant
-- $2 id
select {{> import_columns}},
       j.payload ->> 'charset' as _charset, j.place -> 'columns' as _columns
  from app.jobs j
 where j.tenant_id = $1::uuid and j.id = $2::uuid and j.kind = 'import'
