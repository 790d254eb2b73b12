-- override_expired: overrides that are open past their last day
-- R tenant
-- $2 today
-- $3 limit
select o.id
  from app.overrides o
 where o.tenant_id = $1::uuid and o.until < $2::date and o.state in ('proposed', 'active')
 order by o.until, o.id
 limit $3::integer
