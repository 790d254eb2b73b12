-- extension_of_response_list: one page of the requests for a later due day of a response, the newest first
-- R tenant
-- page app.extension_requests x
-- only x.response_id = $id::uuid
-- key x.id
-- sort -requested_at: x.requested_at desc timestamptz 'infinity'
select {{> extension_columns}},
       {{sort_value}}
  from {{page}}
  join app.responses r on r.tenant_id = x.tenant_id and r.id = x.response_id
 where r.tenant_id = $1::uuid
 order by {{order}}
