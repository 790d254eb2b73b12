-- The next {{rows}} rows of the table {{of}}, and whether each is of a supplier whose contact the person was.
-- CASE, not coalesce, which row-level security does not trust: each page would be looked for from the first row on.
page as (
  select t.id, {{theirs}} as is_theirs
    from app.{{of}} t
   where t.tenant_id = $1::uuid
     and t.id > case when $after::uuid is null then '00000000-0000-0000-0000-000000000000'
                     else $after::uuid end
   order by t.id
   limit {{rows}})
