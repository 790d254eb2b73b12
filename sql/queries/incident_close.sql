-- incident_close: its review is done
-- W tenant
-- $2 id
-- $3 lessons $4 closed_on $5 subject $6 now
update app.incidents
   set state = 'closed', lessons = normalize($3::text, NFC), closed_on = $4::date,
       closed_by = $5::text, updated_at = $6::timestamptz, revision = revision + 1
 where tenant_id = $1::uuid and id = $2::uuid
