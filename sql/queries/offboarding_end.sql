-- offboarding_end: an open offboarding is completed, cancelled or skipped
-- W tenant
-- $2 id
-- $3 state $4 reason (or null)
-- $5 subject $6 now
update app.offboardings
   set state = $3::text, end_reason = normalize($4::text, NFC), ended_by = $5::text,
       ended_at = $6::timestamptz, next_due_on = null, revision = revision + 1,
       updated_at = $6::timestamptz
 where tenant_id = $1::uuid and id = $2::uuid and state = 'open'
