-- client_insert: a client from the checked request
-- W tenant
-- $2 id
-- $3 body (jsonb)
-- $4 now
-- $5 by
insert into app.clients (tenant_id, id, name, scopes, active, keys, created_at, created_by, updated_at)
select $1::uuid, $2::uuid, normalize($3::jsonb ->> 'name', NFC),
       array(select jsonb_array_elements_text($3::jsonb -> 'scopes')),
       coalesce(($3::jsonb ->> 'active')::boolean, true), coalesce($3::jsonb -> 'keys', '[]'), $4::timestamptz,
       $5::text, $4::timestamptz
returning id
