-- client_touch: raises the revision after a secret came or went
-- W tenant
-- $2 id $3 now
update app.clients set revision = revision + 1, updated_at = $3::timestamptz
 where tenant_id = $1::uuid and id = $2::uuid
