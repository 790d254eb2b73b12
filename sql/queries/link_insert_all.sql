-- link_insert_all: a link to each response that a claim of reminders hands out
-- W tenant
-- $2 links (jsonb: [{id, response_id, contact_id, token_hash, expires_at}]) $3 now $4 by
insert into app.links (tenant_id, id, response_id, contact_id, token_hash, expires_at, created_at,
  created_by)
select $1::uuid, (l.link ->> 'id')::uuid, (l.link ->> 'response_id')::uuid,
       (l.link ->> 'contact_id')::uuid, decode(l.link ->> 'token_hash', 'hex'),
       (l.link ->> 'expires_at')::timestamptz, $3::timestamptz, $4::text
  from jsonb_array_elements($2::jsonb) as l (link)
returning id
