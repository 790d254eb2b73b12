-- supplier_get_by_external_id: one supplier by the number of another system
-- R tenant
-- $2 source $3 external_id
select {{> supplier_columns}}, {{> number_is_silent}} as "_is_silent", {{> supplier_tag}}
  from app.supplier_external_ids x
  join app.suppliers s on s.tenant_id = $1::uuid and s.id = x.supplier_id
  {{> chain_of_supplier}}
 where x.tenant_id = $1::uuid and x.source = normalize($2::text, NFC)
   and x.external_id = normalize($3::text, NFC)
