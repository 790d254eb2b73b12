-- export_findings: the next findings of an export, by id
-- R tenant
-- filters findings
select f.id as "_id", {{> finding_columns}}
  from app.findings f
 where f.tenant_id = $1::uuid and f.id > $after_id::uuid{{filters}}
 order by f.id
 limit $limit::integer
