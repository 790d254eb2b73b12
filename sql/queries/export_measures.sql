-- export_measures: the next measures of an export, by id
-- R tenant
-- filters measures
select m.id as "_id", {{> measure_columns}}
  from app.measures m
 where m.tenant_id = $1::uuid and m.id > $after_id::uuid{{filters}}
 order by m.id
 limit $limit::integer
