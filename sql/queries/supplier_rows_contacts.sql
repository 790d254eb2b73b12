-- supplier_rows_contacts: the contacts that a system says of new suppliers
-- W tenant
-- $2 rows (jsonb array of {id, source, contacts})
-- $3 now
insert into app.contacts as made (tenant_id, id, supplier_id, name, email, phone, role, locale, source,
  pushed, created_at)
select $1::uuid, c.id, c.of_supplier, c.name, c.email, c.phone, c.role, c.locale, c.source, c.said,
       $3::timestamptz
  from (select (w.value ->> 'id')::uuid as of_supplier, w.value ->> 'source' as source,
               (c.value ->> 'id')::uuid as id, {{> contact_new of=c.value}},
               {{> contact_said of=c.value}} as said
          from jsonb_array_elements($2::jsonb) as w (value),
               jsonb_array_elements(w.value -> 'contacts') as c (value)) c
returning made.id
