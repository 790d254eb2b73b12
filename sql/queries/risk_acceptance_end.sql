-- risk_acceptance_end: ends what holds for these findings
-- W tenant
-- $2 rows (jsonb: findings by id)
-- $3 reason $4 now
update app.risk_acceptances
   set ended_at = $4::timestamptz, ended_reason = $3::text
 where tenant_id = $1::uuid and ended_at is null
   and finding_id in (select g.id from jsonb_to_recordset($2::jsonb) as g(id uuid))
