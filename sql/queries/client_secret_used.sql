-- client_secret_used: a secret was used; kept to the hour, so that tokens cost no write each
-- W tenant
-- $2 id $3 now
update app.client_secrets set last_used_at = $3::timestamptz
 where tenant_id = $1::uuid and id = $2::uuid
   and (last_used_at is null or last_used_at < $3::timestamptz - interval '1 hour')
