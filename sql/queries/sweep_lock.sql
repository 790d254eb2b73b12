-- sweep_lock: how far the day's sweep came, held by one at a time
-- W tenant
-- $2 day
select {{> sweep_columns}}, w.after_id
  from app.sweeps w
 where w.tenant_id = $1::uuid and w.day = $2::date
   for update of w nowait
