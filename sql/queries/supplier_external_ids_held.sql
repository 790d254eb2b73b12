-- supplier_external_ids_held: which of these numbers belong to another supplier, by position
-- R tenant
-- $2 supplier_id
-- $3 external_ids (jsonb array of {source, id})
--   Materialized: compared with a function's result, row-level security keeps the index from being used.
with wanted as materialized (
  select w.position - 1 as position, normalize(w.number ->> 'source', NFC) as source,
         normalize(w.number ->> 'id', NFC) as id
    from jsonb_array_elements($3::jsonb) with ordinality as w (number, position))
select w.position, x.supplier_id
  from wanted w
  join app.supplier_external_ids x on x.tenant_id = $1::uuid and x.source = w.source
   and x.external_id = w.id
 where x.supplier_id <> $2::uuid
 order by w.position
