-- campaign_list: one page of campaigns
-- R tenant
-- page app.campaigns c
-- filters campaigns
-- key c.id
-- sort -created_at: c.created_at desc timestamptz 'infinity'
select {{> campaign_columns}},
       {{sort_value}}
  from {{page}}
  {{> campaign_joins}}
 where q.tenant_id = $1::uuid
 order by {{order}}
