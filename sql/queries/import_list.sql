-- import_list: one page of imports
-- R tenant
-- page app.jobs j
-- only j.kind = 'import'
-- key j.id
-- sort -created_at: j.created_at desc timestamptz 'infinity'
select {{> import_columns}},
       {{sort_value}}
  from {{page}}
 order by {{order}}
