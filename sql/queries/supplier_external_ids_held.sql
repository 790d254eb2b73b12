-- supplier_external_ids_held: which of these numbers belong to another supplier, by position
-- R tenant
-- $2 supplier_id
-- $3 external_ids (jsonb array of {source, id})
select t.position - 1 as position, x.supplier_id
  from jsonb_array_elements($3::jsonb) with ordinality as t(wanted, position)
  join app.supplier_external_ids x
    on x.tenant_id = $1::uuid and x.source = normalize(t.wanted ->> 'source', NFC)
   and x.external_id = normalize(t.wanted ->> 'id', NFC) and x.supplier_id <> $2::uuid
 order by t.position
