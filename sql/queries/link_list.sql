-- link_list: one page of a response's links, the newest first
-- R tenant
-- $2 after_value $3 after_id $4 limit $5 id $6 now
-- key l.id
-- sort -created_at: l.created_at desc timestamptz 'infinity'
select {{> link_columns}},
       case when l.revoked_at is not null then 'revoked'
            when r.state in ('accepted', 'cancelled') then 'closed'
            when l.expires_at <= $6::timestamptz
              or (l.contact_id is not null and c.id is null) then 'expired'
            else 'active' end as state,
       {{sort_value}}
  from app.links l
  join app.responses r on r.tenant_id = l.tenant_id and r.id = l.response_id
  left join app.contacts c on c.tenant_id = l.tenant_id and c.id = l.contact_id
   and c.tenant_id = $1::uuid
 where l.tenant_id = $1::uuid and r.tenant_id = $1::uuid and l.response_id = $5::uuid
   and {{after}}
 order by {{order}}
 limit $4::integer
