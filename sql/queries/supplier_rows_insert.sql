-- supplier_rows_insert: new suppliers of other systems, with what they repeat of contacts and numbers
-- W tenant
-- $2 rows (jsonb array of {id, source, body, numbers, contacts})
-- $3 now
with sent as materialized (
  select (w.value ->> 'id')::uuid as id, w.value ->> 'source' as source, w.value -> 'numbers' as numbers,
         w.value -> 'contacts' as contacts, w.place, {{> supplier_new of=(w.value->'body')}}
    from jsonb_array_elements($2::jsonb) with ordinality as w (value, place)),
people as (
  select c.of_supplier, json_agg({{> contact_repeated}} order by c.place) as contacts
    from (select w.id as of_supplier, w.source, 1 as revision, true as deliverable, c.place,
                 c.value ->> 'id' as id, {{> contact_new of=c.value}}
            from sent w, jsonb_array_elements(w.contacts) with ordinality as c (value, place)) c
   group by c.of_supplier),
numbers as (
  select x.of_supplier,
         json_agg(json_build_object('source', x.source, 'id', x.id) order by x.source, x.id)
           as external_ids,
         string_agg(x.id, E'\n' order by x.id) as text
    from (select w.id as of_supplier, normalize(x.value ->> 'source', NFC) as source,
                 normalize(x.value ->> 'id', NFC) as id
            from sent w, jsonb_array_elements(w.numbers) as x (value)
           group by 1, 2, 3) x
   group by x.of_supplier)
insert into app.suppliers as made (tenant_id, id, name, name_kana, corporate_number, country, kind,
  website, addresses, services, contacts, external_ids, search, created_at, updated_at)
select $1::uuid, s.id, s.name, s.name_kana, s.corporate_number, s.country, s.kind,
  s.website, s.addresses, s.services, coalesce(s.contacts, '[]'), s.external_ids, {{> supplier_search numbers=s.numbers}},
  $3::timestamptz, $3::timestamptz
  from (select w.id, w.name, w.name_kana, w.corporate_number, w.country, w.kind, w.website,
               w.addresses, w.services, '{}'::text[] as tags,
               p.contacts, n.external_ids, n.text as numbers
          from sent w
          join numbers n on n.of_supplier = w.id
          left join people p on p.of_supplier = w.id
         order by w.place) s
returning made.id
