-- client_list: one page of clients, the newest first
-- R tenant
-- page app.clients c
-- key c.id
-- sort -created_at: c.created_at desc timestamptz 'infinity'
select {{> client_columns}},
       {{sort_value}}
  from {{page}}
 order by {{order}}
