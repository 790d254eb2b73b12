-- webhook_endpoint_list: one page of webhook endpoints, the newest first
-- R tenant
-- page app.webhook_endpoints e
-- key e.id
-- sort -created_at: e.created_at desc timestamptz 'infinity'
select {{> webhook_endpoint_columns}},
       {{sort_value}}
  from {{page}}
 order by {{order}}
