-- certificate_insert: a certificate entered by hand
-- W tenant
-- $2 id $3 supplier_id
-- $4 body (jsonb: the checked request)
-- $5 now
with said as (
  select p.*, a.assumed,
         a.assumed is not null and (p.expires_on is null or (p.expiry_assumed is true and p.expires_on = a.assumed))
           as is_assumed
    from jsonb_to_recordset(jsonb_build_array($4::jsonb)) as p (kind text, name text, number text, scope text,
           issued_on date, expires_on date, expiry_assumed boolean, renewal_pending boolean, evidence text,
           assessor text, register_checked_on date)
   cross join lateral (select {{> assumed_expiry kind=p.kind issued=p.issued_on}} as assumed) a)
insert into app.certificates (tenant_id, id, supplier_id, kind, name, number, scope, issued_on,
  expires_on, expiry_assumed, renewal_pending, evidence, assessor, register_checked_on, edited_at, created_at,
  updated_at)
select $1::uuid, $2::uuid, $3::uuid, p.kind, normalize(p.name, NFC), normalize(p.number, NFC),
       normalize(p.scope, NFC), p.issued_on, case when p.is_assumed then p.assumed else p.expires_on end, p.is_assumed,
       coalesce(p.renewal_pending, false), coalesce(p.evidence, 'self'), normalize(p.assessor, NFC),
       p.register_checked_on, $5::timestamptz, $5::timestamptz, $5::timestamptz
  from said p
returning id
