-- supplier_link_same: the link that joins the same two ends in the same way
-- R tenant
-- $2 from
-- $3 to (self: the tenant)
-- $4 kind $5 item
select k.id, k.source
  from app.supplier_links k
 where k.tenant_id = $1::uuid and k.from_supplier_id = $2::uuid and k.to_end = $3::text
   and k.kind = $4::text and k.item = coalesce(normalize($5::text, NFC), '')
