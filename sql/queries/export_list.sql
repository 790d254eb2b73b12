-- export_list: one page of exports, the newest first
-- R tenant
-- page app.jobs j
-- only j.kind = 'export'
-- key j.id
-- sort -created_at: j.created_at desc timestamptz 'infinity'
select {{> export_columns}},
       {{sort_value}}
  from {{page}}
 order by {{order}}
