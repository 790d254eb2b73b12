-- erasure_users: the user of this subject
-- R tenant
-- $2 subject
select u.id
  from app.users u
 where u.tenant_id = $1::uuid and u.subject = $2::text
