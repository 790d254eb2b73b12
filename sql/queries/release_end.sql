-- release_end: expired, ended by somebody, or withdrawn before it was approved
-- W tenant
-- $2 id $3 cause
-- $4 note
-- $5 subject $6 now
update app.releases
   set state = 'ended', end_cause = $3::text, end_note = normalize($4::text, NFC),
       ended_by = $5::text, ended_at = $6::timestamptz, revision = revision + 1
 where tenant_id = $1::uuid and id = $2::uuid
