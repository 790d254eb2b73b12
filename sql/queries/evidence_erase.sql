-- evidence_erase: the bytes of a file go, the row stays; how many they were
-- W tenant
-- $2 id $3 now
with gone as (
  delete from app.evidence_pieces p
   where p.tenant_id = $1::uuid and p.evidence_id = $2::uuid)
update app.evidence e
   set erased_at = $3::timestamptz, revision = e.revision + 1, updated_at = $3::timestamptz
 where e.tenant_id = $1::uuid and e.id = $2::uuid
returning e.bytes
