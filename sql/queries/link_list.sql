-- link_list: one page of a response's links, the newest first
-- R tenant
-- page app.links l
-- only l.response_id = $id::uuid
-- only ($supplier_scope::uuid is null or l.sections is not null)
-- key l.id
-- sort -created_at: l.created_at desc timestamptz 'infinity'
select {{> link_columns}},
       case when l.revoked_at is not null or {{> link_orphaned}} then 'revoked'
            when not {{> is_open}} or s.status <> 'active' then 'closed'
            when {{> link_is_open}} then 'active'
            else 'expired' end as state,
       {{sort_value}}
  from {{page}}
  join app.responses r on r.tenant_id = l.tenant_id and r.id = l.response_id
  join app.suppliers s on s.tenant_id = r.tenant_id and s.id = r.supplier_id
  {{> link_contact}}
 where r.tenant_id = $1::uuid and s.tenant_id = $1::uuid
 order by {{order}}
