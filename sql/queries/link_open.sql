-- link_open: where a link leads, and whether it still does; the token named the tenant
-- R tenant
-- none unknown_link
-- $2 token_hash (hex)
-- $3 now
select l.id, l.revision, l.response_id, r.supplier_id, case when l.sections is null then c.email end as email,
       to_jsonb(l.sections) as sections,
       case when l.parent_id is not null then l.created_by end as handed_by, l.used_at,
       {{> link_unnoted}} as is_unnoted, {{> link_is_open}} as is_open
  from app.links l
  join app.responses r on r.tenant_id = l.tenant_id and r.id = l.response_id
  join app.suppliers s on s.tenant_id = r.tenant_id and s.id = r.supplier_id
  {{> link_contact}}
 where l.tenant_id = $1::uuid and r.tenant_id = $1::uuid and s.tenant_id = $1::uuid
   and l.token_hash = decode($2::text, 'hex')
