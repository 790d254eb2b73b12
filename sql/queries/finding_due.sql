-- finding_due: accepted findings of a supplier whose last day has passed, for C
-- W tenant
-- $2 supplier_id $3 now
select f.id, f.revision, f.question_code as question, f.kind, f.state, f.provisional, f.regression,
       f.contribution_micro as contribution, f.reduction_micro as reduction, f.response_id
  from app.findings f
  join app.risk_acceptances a on a.tenant_id = f.tenant_id and a.finding_id = f.id
  join app.settings t on t.tenant_id = f.tenant_id
 where f.tenant_id = $1::uuid and a.tenant_id = $1::uuid and t.tenant_id = $1::uuid
   and f.supplier_id = $2::uuid and f.state = 'accepted' and a.ended_at is null
   and a.until < ($3::timestamptz at time zone t.time_zone)::date
 order by f.id
   for update of f
