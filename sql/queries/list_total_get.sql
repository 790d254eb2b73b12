-- list_total_get: how many rows a list had without a filter when they were counted last
-- R tenant
-- $2 list
select l.total, {{> instant of=l.counted_at}} as counted_at
  from app.list_totals l
 where l.tenant_id = $1::uuid and l.list = $2::text
