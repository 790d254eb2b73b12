-- sweep_lock: how far the day's sweep came, held by one at a time
-- W tenant
-- $2 day
select w.day, w.finished_at is not null as done, w.suppliers, w.suppliers_changed, w.scores_appended,
       w.reviews_due, w.overrides_ended, w.acceptances_reopened, w.keys_deleted, w.started_at,
       w.finished_at, w.after_id
  from app.sweeps w
 where w.tenant_id = $1::uuid and w.day = $2::date
   for update of w nowait
