-- release_approve: the second person agrees
-- W tenant
-- $2 id $3 subject $4 now
update app.releases
   set state = 'active', approved_by = $3::text, approved_at = $4::timestamptz,
       revision = revision + 1
 where tenant_id = $1::uuid and id = $2::uuid
