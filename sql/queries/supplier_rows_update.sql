-- supplier_rows_update: master data of many suppliers, each by a merge patch
-- W tenant
-- $2 ids
-- $3 rows (jsonb array of {id, body})
with sent as materialized (
  select (w.value ->> 'id')::uuid as id, w.value -> 'body' as body
    from jsonb_array_elements($3::jsonb) as w (value))
update app.suppliers s
   set {{> supplier_patch of=w.body}}
  from sent w
 where s.tenant_id = $1::uuid and s.id = any ($2::uuid[]) and s.id = w.id
