-- erasure_of_contact: the last erasure that was done of this contact
-- R tenant
-- $2 contact_id
select {{> erasure_columns}}
  from app.erasures x
 where x.tenant_id = $1::uuid and x.contact_id = $2::uuid
 order by x.started_at desc
 limit 1
