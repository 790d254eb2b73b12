-- merge_campaign_suppliers: who asked the supplier has asked the survivor
-- W tenant
-- $2 from $3 into
update app.campaign_suppliers m
   set supplier_id = $3::uuid, supplier_created_at = s.created_at
  from app.suppliers s
 where m.tenant_id = $1::uuid and m.supplier_id = $2::uuid
   and s.tenant_id = $1::uuid and s.id = $3::uuid
returning m.campaign_id
