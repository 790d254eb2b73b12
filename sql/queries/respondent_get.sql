-- respondent_get: what a respondent's token reaches now, and who answers on its side; no row when the
--   link of its session leads nowhere any more
-- R tenant
-- $2 supplier_id
-- $3 subject
-- $4 link_id (null: no session of a link)
-- $5 now
--   A token of a supplier that was merged into another one is one of the survivor's.
--   A link leads to its response, and for a person who is a contact of other suppliers as well to what
--   is open there, unless it leads to sections. People and codes of questions stand each between two line feeds.
with own as materialized (
  select coalesce((select g.supplier_id from app.merged_suppliers g
                    where g.tenant_id = $1::uuid and g.id = $2::uuid), $2::uuid) as id),
reached as (
  select null::uuid[] as responses, null::text as codes
   where $4::uuid is null
  union all
  select case when r.supplier_id = (select id from own) then array[r.id]
              else array(select o.id from app.responses o
                          where o.tenant_id = $1::uuid and o.supplier_id = (select id from own)
                            and {{> is_open r=o}}) end,
         e'\n' || array_to_string(l.codes, e'\n') || e'\n'
    from app.links l
    join app.responses r on r.tenant_id = l.tenant_id and r.id = l.response_id
    join app.suppliers s on s.tenant_id = r.tenant_id and s.id = r.supplier_id
    {{> link_contact}}
   where l.tenant_id = $1::uuid and r.tenant_id = $1::uuid and s.tenant_id = $1::uuid
     and l.id = $4::uuid and {{> link_is_open}}
     and (r.supplier_id = (select id from own) or l.sections is null and exists (
       select from app.contacts n
         join app.suppliers m on m.tenant_id = n.tenant_id and m.id = n.supplier_id
        where n.tenant_id = $1::uuid and m.tenant_id = $1::uuid and n.supplier_id = (select id from own)
          and m.status = 'active' and n.email_key = c.email_key)))
select (select id from own) as supplier_id, k.responses::text as responses, k.codes,
       (select e'\n' || string_agg(p.subject, e'\n') || e'\n'
          from (select $3::text as subject
                union
                select c.email from app.contacts c
                 where c.tenant_id = $1::uuid and c.supplier_id = (select id from own)
                   and c.email is not null
                union
                select 'link:' || l.id
                  from app.responses r
                  join app.links l on l.tenant_id = r.tenant_id and l.response_id = r.id
                 where r.tenant_id = $1::uuid and l.tenant_id = $1::uuid
                   and r.supplier_id = (select id from own) and l.mail_hash is null) p) as people
  from reached k
