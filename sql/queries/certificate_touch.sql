-- certificate_touch: raises the revision of a certificate that was changed by hand
-- W tenant
-- $2 id $3 now
update app.certificates
   set revision = revision + 1, edited_at = $3::timestamptz, updated_at = $3::timestamptz
 where tenant_id = $1::uuid and id = $2::uuid
