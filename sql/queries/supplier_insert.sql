-- supplier_insert: a new supplier; `search` is completed by supplier_search
-- W tenant
-- $2 id
-- $3 body (jsonb: the checked request)
-- $4 now
insert into app.suppliers (tenant_id, id, name, name_kana, corporate_number, country, kind,
  website, addresses, services, tags, owner, search, attributes, profile, created_at, updated_at)
select $1::uuid, $2::uuid, {{> supplier_new of=$3::jsonb}},
  array(select normalize(tag, NFC)
          from jsonb_array_elements_text(coalesce($3::jsonb -> 'tags', '[]')) as tag
         group by 1 order by 1),
  normalize($3::jsonb ->> 'owner', NFC), '',
  jsonb_strip_nulls(normalize(coalesce($3::jsonb ->> 'attributes', '{}'), NFC)::jsonb),
  jsonb_strip_nulls(coalesce($3::jsonb -> 'profile', '{}')),
  $4::timestamptz, $4::timestamptz
returning id
