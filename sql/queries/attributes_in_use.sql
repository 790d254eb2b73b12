-- attributes_in_use: which of these attributes suppliers have
-- R tenant
-- $2 wanted (jsonb array of {key, low, high}: what lies between the two)
--   Materialized: compared with a function's result, row-level security keeps the index from being used.
--   A limit within each look-up: it is one by the index.
with wanted as materialized (
  select w.value ->> 'key' as key, (w.value ->> 'low') collate "C" as low,
         (w.value ->> 'high') collate "C" as high
    from jsonb_array_elements($2::jsonb) as w (value))
select w.key
  from wanted w
 cross join lateral (
   select v.term
     from app.supplier_attributes v
    where v.tenant_id = $1::uuid and v.term >= w.low and v.term <= w.high
    order by v.term
    limit 1) f
 order by w.key
