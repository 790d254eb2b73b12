-- measure_touch: a report that changes no state
-- W tenant
-- $2 id $3 now
update app.measures
   set revision = revision + 1, updated_at = $3::timestamptz
 where tenant_id = $1::uuid and id = $2::uuid
