-- evidence_settle: what a worker found of a file; no row when it is gone, or was found already
-- W tenant
-- $2 id $3 from (state) $4 state $5 refusal $6 signature $7 now
update app.evidence e
   set state = $4::text, refusal = $5::text, signature = $6::text, revision = e.revision + 1,
       updated_at = $7::timestamptz,
       checked_at = case when $4::text = 'quarantined' then null else $7::timestamptz end
 where e.tenant_id = $1::uuid and e.id = $2::uuid and e.state = $3::text
   and e.erased_at is null
returning e.id, e.revision, e.supplier_id
