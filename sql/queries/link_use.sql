-- link_use: notes that a link is used; no row when that was noted just before
-- W tenant
-- $2 id
-- $3 now
update app.links l
   set used_at = $3::timestamptz
 where l.tenant_id = $1::uuid and l.id = $2::uuid and {{> link_unnoted}}
returning l.id
