-- user_seen: what a token says of its subject's name; nothing is written while that is known
-- W tenant
-- $2 id (of a new row) $3 subject $4 name $5 now
insert into app.users as u (tenant_id, id, subject, token_name, created_at, updated_at)
values ($1::uuid, $2::uuid, $3::text, $4::text, $5::timestamptz, $5::timestamptz)
on conflict (tenant_id, subject) do update
   set token_name = excluded.token_name, revision = u.revision + 1, updated_at = excluded.updated_at
 where u.token_name is distinct from excluded.token_name
