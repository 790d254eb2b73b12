-- risk_acceptance_approve: a second person puts a proposed acceptance in force
-- W tenant
-- $2 finding_id
-- $3 subject $4 now
update app.risk_acceptances
   set approved_by = $3::text, approved_at = $4::timestamptz
 where tenant_id = $1::uuid and finding_id = $2::uuid and ended_at is null
