-- supplier_rows_find: which suppliers the numbers of many rows lead to; a row of the result for each number
-- R tenant
-- $2 numbers (jsonb array of {row, at, source, id}; `at` -1: the number that says which supplier it is)
--   Materialized: compared with a function's result, row-level security keeps the index from being used.
--   A limit within each look-up: it is one by key, however small the planner believes a table to be that
--   was empty when it was last counted.
with wanted as materialized (
  select (w.value ->> 'row')::integer as row, (w.value ->> 'at')::integer as at,
         normalize(w.value ->> 'source', NFC) as source, normalize(w.value ->> 'id', NFC) as id
    from jsonb_array_elements($2::jsonb) as w (value)),
told as (
  select w.row, w.at, w.source, w.id,
         min(w.row) over number as first, max(w.row) over number as last
    from wanted w
  window number as (partition by w.source, w.id))
select t.row as _row, t.at as _at, f.is_silent as _is_silent,
       case when t.first < t.row then t.first when t.last > t.row then t.last end as _twin,
       f.supplier_id as _holder,
       {{> supplier_columns}}
  from told t
  left join lateral (
    select x.supplier_id, {{> number_is_silent}} as is_silent
      from app.supplier_external_ids x
     where x.tenant_id = $1::uuid and x.source = t.source and x.external_id = t.id
     limit 1) f on true
  left join lateral (
    select a.* from app.suppliers a
     where a.tenant_id = $1::uuid and a.id = f.supplier_id and t.at < 0
     limit 1) s on true
  {{> chain_of_supplier}}
 order by t.row, t.at
