-- link_insert_all: a link to each response that a claim of reminders hands out
-- W tenant
-- $2 links (jsonb: [{id, response_id, contact_id, token_hash, expires_at}]) $3 now $4 by
insert into app.links as n (tenant_id, id, response_id, contact_id, token_hash, expires_at, created_at,
  created_by, mail_hash)
select $1::uuid, l.id, l.response_id, l.contact_id, decode(l.token_hash, 'hex'), l.expires_at,
       $3::timestamptz, $4::text,
       (select {{> mail_hash of=c.email_key}} from app.contacts c
         where c.tenant_id = $1::uuid and c.id = l.contact_id)
  from jsonb_to_recordset($2::jsonb) as l (id uuid, response_id uuid, contact_id uuid,
         token_hash text, expires_at timestamptz)
returning n.id
