-- link_revoke: from now on the link leads nowhere
-- W tenant
-- $2 id
-- $3 now
update app.links
   set revoked_at = $3::timestamptz, revocation_reason = 'manual', revision = revision + 1
 where tenant_id = $1::uuid and id = $2::uuid
