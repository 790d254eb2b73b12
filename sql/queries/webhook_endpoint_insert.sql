-- webhook_endpoint_insert: a webhook endpoint from the checked request
-- W tenant
-- $2 id
-- $3 body (jsonb)
-- $4 scopes (text[])
-- $5 now
-- $6 by
insert into app.webhook_endpoints (tenant_id, id, url, types, format, full_body, description, active, scopes, created_at,
  created_by, updated_at)
select $1::uuid, $2::uuid, $3::jsonb ->> 'url',
       case when jsonb_typeof($3::jsonb -> 'types') = 'array'
            then array(select jsonb_array_elements_text($3::jsonb -> 'types')) end,
       coalesce($3::jsonb ->> 'format', 'standard'), coalesce(($3::jsonb ->> 'full')::boolean, false),
       normalize($3::jsonb ->> 'description', NFC),
       coalesce(($3::jsonb ->> 'active')::boolean, true), $4::text[], $5::timestamptz, $6::text, $5::timestamptz
returning id
