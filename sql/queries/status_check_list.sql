-- status_check_list: one page of who was told what
-- R tenant
-- page app.status_checks c
-- filters status_checks
-- lead supplier_id reference
-- key c.id
-- sort -asked_at: c.asked_at desc timestamptz 'infinity'
select {{> status_check_columns}},
       {{sort_value}}
  from {{page}}
 order by {{order}}
