-- sweep_restart: from the first supplier again
-- W tenant
-- $2 day $3 now
update app.sweeps
   set after_id = '00000000-0000-0000-0000-000000000000', suppliers = 0, suppliers_changed = 0,
       scores_appended = 0, reviews_due = 0, overrides_ended = 0, acceptances_reopened = 0,
       keys_deleted = 0, started_at = $3::timestamptz, finished_at = null
 where tenant_id = $1::uuid and day = $2::date
