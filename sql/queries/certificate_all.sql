-- certificate_all: the certificates of a supplier as people enter them, for C
-- R tenant
-- $2 supplier_id
select c.id, c.kind, c.name, c.number, c.scope, c.issued_on, c.expires_on,
       c.expiry_assumed, c.renewal_pending, c.evidence, c.assessor, c.register_checked_on
  from app.certificates c
 where c.tenant_id = $1::uuid and c.supplier_id = $2::uuid
 order by c.id
