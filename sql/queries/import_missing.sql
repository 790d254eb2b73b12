-- import_missing: suppliers that a snapshot does not have, by id
-- R tenant
-- $2 ids
select s.id, s.name, s.status, s.external_ids
  from app.suppliers s
 where s.tenant_id = $1::uuid and s.id = any ($2::uuid[])
 order by s.id
