-- dossier_certificates: certificates of a supplier, expired ones first; total: how many in all
-- R tenant
-- $2 supplier_id
-- $3 limit
-- $4 now
-- $5 as_of
select c.kind, c.name, c.number, c.issued_on, c.expires_on, c.expiry_assumed, c.renewal_pending,
       {{> certificate_state}} as state, count(*) over () as total
  from app.certificates c
 where c.tenant_id = $1::uuid and c.supplier_id = $2::uuid
 order by {{> no_day of=c.expires_on}}, c.id
 limit $3::integer
