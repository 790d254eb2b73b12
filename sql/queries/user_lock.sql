-- user_lock: one user, locked until the end of the transaction; no row if nobody was named so
-- W tenant
-- $2 subject
select {{> user_columns}}, u.given_name as "_given_name"
  from app.users u
 where u.tenant_id = $1::uuid and u.subject = $2::text
   for update of u
