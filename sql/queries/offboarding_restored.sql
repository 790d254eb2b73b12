-- offboarding_restored: suppliers are back: their next end wants an offboarding of its own
-- W tenant
-- $2 ids $3 now
update app.offboardings
   set restored_at = $3::timestamptz, revision = revision + 1, updated_at = $3::timestamptz
 where tenant_id = $1::uuid and supplier_id = any ($2::uuid[])
   and state in ('completed', 'skipped') and restored_at is null
