-- release_expired: releases that are open past their last day
-- R tenant
-- $2 today
-- $3 limit
select e.id
  from app.releases e
 where e.tenant_id = $1::uuid and e.until < $2::date and e.state in ('proposed', 'active')
 order by e.until, e.id
 limit $3::integer
