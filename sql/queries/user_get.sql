-- user_get: one user
-- R tenant
-- $2 subject
select {{> user_columns}}
  from app.users u
 where u.tenant_id = $1::uuid and u.subject = $2::text
