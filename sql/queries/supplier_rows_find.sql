-- supplier_rows_find: which suppliers the numbers of many rows lead to; a row of the result for each number
-- R tenant
-- planned for its values
-- $2 numbers (jsonb array of {row, at, source, id}; `at` -1: the number that says which supplier it is)
--   Materialized: compared with a function's result, row-level security keeps the index from being used.
with wanted as materialized (
  select (w.value ->> 'row')::integer as row, (w.value ->> 'at')::integer as at,
         normalize(w.value ->> 'source', NFC) as source, normalize(w.value ->> 'id', NFC) as id
    from jsonb_array_elements($2::jsonb) as w (value)),
told as (
  select w.row, w.at, w.source, w.id,
         min(w.row) over number as first, max(w.row) over number as last
    from wanted w
  window number as (partition by w.source, w.id))
select t.row as _row, t.at as _at,
       case when t.first < t.row then t.first when t.last > t.row then t.last end as _twin,
       f.supplier_id as _holder,
       {{> supplier_columns}}
  from told t
  left join app.supplier_external_ids f on f.tenant_id = $1::uuid and f.source = t.source
   and f.external_id = t.id
  left join app.suppliers s on s.tenant_id = $1::uuid and s.id = f.supplier_id and t.at < 0
 order by t.row, t.at
