-- supplier_rows_numbers: adds numbers of other systems; one that another supplier holds refuses them all
-- W tenant
-- $2 rows (jsonb array of {id, numbers: {source, id}})
-- 23505 duplicate
--   A limit within the look-up: it is one by key, as in supplier_rows_find.
with sent as materialized (
  select (w.value ->> 'id')::uuid as of_supplier, normalize(x.value ->> 'source', NFC) as source,
         normalize(x.value ->> 'id', NFC) as id
    from jsonb_array_elements($2::jsonb) as w (value), jsonb_array_elements(w.value -> 'numbers') as x (value)
   group by 1, 2, 3)
insert into app.supplier_external_ids as made (tenant_id, source, external_id, supplier_id)
select $1::uuid, x.source, x.id, x.of_supplier
  from (select s.source, s.id, s.of_supplier
          from sent s
         where s.of_supplier is distinct from (
           select h.supplier_id from app.supplier_external_ids h
            where h.tenant_id = $1::uuid and h.source = s.source and h.external_id = s.id
            limit 1)
         order by s.source, s.id) x
returning made.source
