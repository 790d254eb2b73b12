-- evidence_touch: raises the revision of a file that is behind another answer
-- W tenant
-- $2 id $3 now
update app.evidence
   set revision = revision + 1, updated_at = $3::timestamptz
 where tenant_id = $1::uuid and id = $2::uuid
