-- offboarding_touch: raises the revision of an offboarding that was changed
-- W tenant
-- $2 id $3 now
update app.offboardings
   set revision = revision + 1, updated_at = $3::timestamptz
 where tenant_id = $1::uuid and id = $2::uuid
