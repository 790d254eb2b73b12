-- sweep_get: what the day's sweep did so far
-- R tenant
-- $2 day
select {{> sweep_columns}}
  from app.sweeps w
 where w.tenant_id = $1::uuid and w.day = $2::date
