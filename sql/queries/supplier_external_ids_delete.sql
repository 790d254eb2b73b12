-- supplier_external_ids_delete: takes away the numbers that are not in the list
-- W tenant
-- $2 supplier_id
-- $3 external_ids (jsonb array of {source, id} to keep)
delete from app.supplier_external_ids d
 where d.tenant_id = $1::uuid and d.supplier_id = $2::uuid
   and (d.source, d.external_id) not in (
     select normalize(x ->> 'source', NFC), normalize(x ->> 'id', NFC)
       from jsonb_array_elements($3::jsonb) as x)
