-- user_put: the name that an administrator gives, or takes back (null)
-- W tenant
-- $2 id (of a new row) $3 subject $4 name $5 now
with put as (
  insert into app.users as u (tenant_id, id, subject, given_name, created_at, updated_at)
  values ($1::uuid, $2::uuid, $3::text, $4::text, $5::timestamptz, $5::timestamptz)
  on conflict (tenant_id, subject) do update
     set given_name = excluded.given_name, revision = u.revision + 1, updated_at = excluded.updated_at
  returning *)
select {{> user_columns}}
  from put u
