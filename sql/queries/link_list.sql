-- link_list: one page of a response's links, the newest first
-- R tenant
-- page app.links l
-- only l.response_id = $id::uuid
-- key l.id
-- sort -created_at: l.created_at desc timestamptz 'infinity'
select {{> link_columns}},
       case when l.revoked_at is not null then 'revoked'
            when r.state in ('accepted', 'cancelled') then 'closed'
            when l.expires_at <= $now::timestamptz
              or (l.contact_id is not null and c.id is null) then 'expired'
            else 'active' end as state,
       {{sort_value}}
  from {{page}}
  join app.responses r on r.tenant_id = l.tenant_id and r.id = l.response_id
  left join app.contacts c on c.tenant_id = l.tenant_id and c.id = l.contact_id
   and c.tenant_id = $1::uuid
 where r.tenant_id = $1::uuid
 order by {{order}}
