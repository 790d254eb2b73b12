-- import_rows_find: which suppliers the rows of a file are about, and what they say in NFC
-- R tenant
-- $2 rows (jsonb array of {row, value})
--   A number leads to a supplier, and where a row has none an id. As in supplier_rows_find each look-up is one by key.
with wanted as materialized (
  select (w.value ->> 'row')::integer as row, normalize((w.value -> 'value')::text, NFC)::jsonb as value
    from jsonb_array_elements($2::jsonb) as w (value)),
told as materialized (
  select t.row, t.value, t.value ->> 'source' as source, t.value ->> 'external_id' as external_id,
         (t.value ->> 'supplier_id')::uuid as supplier_id
    from wanted t)
select t.row as _row, coalesce(n.supplier_id, s.id) as id, t.value
  from told t
  left join lateral (
    select x.supplier_id
      from app.supplier_external_ids x
     where x.tenant_id = $1::uuid and x.source = t.source and x.external_id = t.external_id
     limit 1) n on true
  left join lateral (
    select a.id
      from app.suppliers a
     where a.tenant_id = $1::uuid and a.id = t.supplier_id and t.external_id is null
     limit 1) s on true
 order by t.row
