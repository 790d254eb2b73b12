-- supplier_external_ids_insert: adds numbers of other systems; one held by another is left out
-- W tenant
-- $2 supplier_id
-- $3 external_ids (jsonb array of {source, id})
insert into app.supplier_external_ids (tenant_id, source, external_id, supplier_id)
select $1::uuid, normalize(x ->> 'source', NFC), normalize(x ->> 'id', NFC), $2::uuid
  from jsonb_array_elements($3::jsonb) as x
on conflict (tenant_id, source, external_id) do nothing
returning source, external_id
