-- supplier_rows_update: master data of many suppliers, each by a merge patch, and what they repeat of their tables
-- W tenant
-- $2 ids
-- $3 rows (jsonb array of {id, body})
-- $4 now
--   In one, because an update of a supplier writes into each of its many indexes. One that does not
--   differ then is left alone.
--   OFFSET 0: else each mention of a column would make it again.
with sent as materialized (
  select (w.value ->> 'id')::uuid as id, w.value -> 'body' as body
    from jsonb_array_elements($3::jsonb) as w (value)),
told as materialized (
  select s.id, n.*, f.search,
         (s.name, s.name_kana, s.corporate_number, s.country, s.kind, s.website, s.addresses, s.services,
           s.contacts::jsonb, s.external_ids::jsonb)
           is distinct from (n.name, n.name_kana, n.corporate_number, n.country, n.kind, n.website, n.addresses,
             n.services, n.contacts::jsonb, n.external_ids::jsonb) as differs
    from sent w
    join app.suppliers s on s.tenant_id = $1::uuid and s.id = any ($2::uuid[]) and s.id = w.id
   cross join lateral (
     select {{> supplier_patched of=w.body}},
         {{> supplier_repeated}}
     offset 0) n
   cross join lateral (
     select {{> supplier_search numbers=s.numbers}} as search
       from (select n.name, n.name_kana, n.corporate_number, s.tags, n.numbers) s) f)
update app.suppliers s
   set {{> supplier_patch}},
       contacts = n.contacts, external_ids = n.external_ids, search = n.search,
       revision = s.revision + 1, updated_at = $4::timestamptz
  from told n
 where s.tenant_id = $1::uuid and s.id = any ($2::uuid[]) and s.id = n.id and n.differs
