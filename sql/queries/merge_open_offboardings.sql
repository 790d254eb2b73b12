-- merge_open_offboardings: where both suppliers have an open offboarding: the survivor's stays, the other ends
-- R tenant
-- $2 from $3 into
select k.id as kept, o.id as other
  from app.offboardings k
  join app.offboardings o on o.tenant_id = k.tenant_id and o.supplier_id = $2::uuid
   and o.state = 'open'
 where k.tenant_id = $1::uuid and o.tenant_id = $1::uuid and k.supplier_id = $3::uuid
   and k.state = 'open'
