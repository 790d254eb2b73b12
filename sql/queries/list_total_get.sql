-- list_total_get: how many rows of these values a list had when they were counted last; none where one was not
-- R tenant
-- $2 list $3 filter (empty: all rows) $4 values
select sum(l.total)::bigint as total, {{> instant of=min(l.counted_at)}} as counted_at
  from app.list_totals l
 where l.tenant_id = $1::uuid and l.list = $2::text and l.filter = $3::text and l.value = any ($4::text[])
having count(*) = (select count(distinct v.value) from unnest($4::text[]) as v (value))
