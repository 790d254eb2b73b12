-- erase_users: the next users are forgotten where they are the person
-- W tenant
-- $2 after $3 subject
with {{> erasure_page of=users theirs=false rows=200}},
changed as (
  delete from app.users u
   using page p
   where u.tenant_id = $1::uuid and u.id = p.id and u.subject ~* $subject::text
  returning u.id)
{{> erasure_count rows=200}}
