-- import_missing: suppliers that a snapshot does not have, by id
-- R tenant
-- $2 ids $3 now
select s.id, s.name, s.status,
       s.status = 'active' and {{> offboarding_needed of=s.id}} as offboarding_needed, s.external_ids
  from app.suppliers s
 where s.tenant_id = $1::uuid and s.id = any ($2::uuid[])
 order by s.id
