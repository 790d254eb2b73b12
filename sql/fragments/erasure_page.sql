-- The next {{rows}} rows of the table {{of}}, and whether each is of a supplier whose contact the person was.
page as (
  select t.id, {{theirs}} as is_theirs
    from app.{{of}} t
   where t.tenant_id = $1::uuid
     and t.id > coalesce($after::uuid, '00000000-0000-0000-0000-000000000000')
   order by t.id
   limit {{rows}})
