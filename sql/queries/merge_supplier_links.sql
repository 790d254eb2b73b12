-- merge_supplier_links: links of the supplier are the survivor's, at either end
-- W tenant
-- $2 from $3 into
update app.supplier_links k
   set from_supplier_id = case when k.from_supplier_id = $2::uuid then $3::uuid
                               else k.from_supplier_id end,
       to_supplier_id = case when k.to_supplier_id = $2::uuid then $3::uuid else k.to_supplier_id end,
       revision = k.revision + 1
 where k.tenant_id = $1::uuid and (k.from_supplier_id = $2::uuid or k.to_supplier_id = $2::uuid)
returning k.id
