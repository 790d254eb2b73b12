-- supplier_lock_by_external_id: as supplier_lock, found by the number of another system
-- W tenant
-- $2 source $3 external_id
select {{> supplier_columns}}
  from app.supplier_external_ids f
  join app.suppliers s on s.tenant_id = $1::uuid and s.id = f.supplier_id
  {{> chain_of_supplier}}
 where f.tenant_id = $1::uuid and f.source = normalize($2::text, NFC)
   and f.external_id = normalize($3::text, NFC)
   for update of s
