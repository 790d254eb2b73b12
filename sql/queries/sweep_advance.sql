-- sweep_advance: adds what one step did
-- W tenant
-- $2 day $3 after_id
-- $4 counts (jsonb by column name)
-- $5 finished_at (or null)
update app.sweeps
   set after_id = $3::uuid, finished_at = $5::timestamptz,
       suppliers = suppliers + ($4::jsonb ->> 'suppliers')::integer,
       suppliers_changed = suppliers_changed + ($4::jsonb ->> 'suppliers_changed')::integer,
       scores_appended = scores_appended + ($4::jsonb ->> 'scores_appended')::integer,
       reviews_due = reviews_due + ($4::jsonb ->> 'reviews_due')::integer,
       overrides_ended = overrides_ended + ($4::jsonb ->> 'overrides_ended')::integer,
       acceptances_reopened = acceptances_reopened
         + ($4::jsonb ->> 'acceptances_reopened')::integer,
       keys_deleted = keys_deleted + ($4::jsonb ->> 'keys_deleted')::integer
 where tenant_id = $1::uuid and day = $2::date
