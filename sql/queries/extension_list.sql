-- extension_list: one page of requests for a later due day, of all responses
-- R tenant
-- page app.extension_requests x
-- filters extensions
-- lead state
-- key x.id
-- sort -requested_at: x.requested_at desc timestamptz 'infinity'
-- sort requested_at: x.requested_at asc timestamptz '-infinity'
select {{> extension_columns}},
       {{sort_value}}
  from {{page}}
  join app.responses r on r.tenant_id = x.tenant_id and r.id = x.response_id
 where r.tenant_id = $1::uuid
 order by {{order}}
