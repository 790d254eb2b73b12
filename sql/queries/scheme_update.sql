-- scheme_update: stores a scheme as it is after a patch
-- W tenant
-- $2 id $3 document (jsonb) $4 now
update app.schemes
   set document = normalize($3::text, NFC)::jsonb, revision = revision + 1, updated_at = $4::timestamptz
 where tenant_id = $1::uuid and id = $2::uuid
