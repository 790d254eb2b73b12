-- risk_acceptance_insert: somebody proposes to accept the risk of a finding
-- W tenant
-- $2 id $3 finding_id
-- $4 body (jsonb: the checked request)
-- $5 subject $6 now
insert into app.risk_acceptances as n (tenant_id, id, finding_id, supplier_id, reason, approver, until,
  requested_by, requested_at)
select $1::uuid, $2::uuid, f.id, f.supplier_id, normalize($4::jsonb ->> 'reason', NFC),
       normalize($4::jsonb ->> 'approver', NFC), ($4::jsonb ->> 'until')::date, $5::text,
       $6::timestamptz
  from app.findings f
 where f.tenant_id = $1::uuid and f.id = $3::uuid
returning id
