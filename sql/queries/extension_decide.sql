-- extension_decide: a later due day is granted, or not
-- W tenant
-- $2 id $3 state
-- $4 granted_on (null: none)
-- $5 message $6 now $7 by
update app.extension_requests
   set state = $3::text, granted_on = $4::date, message = normalize($5::text, NFC),
       decided_at = $6::timestamptz, decided_by = $7::text, revision = revision + 1
 where tenant_id = $1::uuid and id = $2::uuid
