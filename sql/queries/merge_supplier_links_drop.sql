-- merge_supplier_links_drop: the links that were there twice, or join the supplier with itself
-- W tenant
-- $2 pairs (jsonb array of {kept, other}: links)
delete from app.supplier_links k
 using (select (w ->> 'other')::uuid as other from jsonb_array_elements($2::jsonb) as w) p
 where k.tenant_id = $1::uuid and k.id = p.other
