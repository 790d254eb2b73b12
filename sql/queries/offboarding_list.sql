-- offboarding_list: one page of offboardings
-- R tenant
-- page app.offboardings o
-- filters offboardings
-- lead supplier_id state
-- count state
-- search open_item among 8000
-- search overdue among 8000
-- upper due_on: $due_on_lte::date
-- key o.id
-- sort due_on: {{> no_day of=o.next_due_on}} asc date '-infinity'
-- sort -due_on: {{> no_day of=o.next_due_on}} desc date 'infinity'
-- sort -created_at: o.created_at desc timestamptz 'infinity'
-- sort created_at: o.created_at asc timestamptz '-infinity'
select {{> offboarding_columns}},
       {{sort_value}}
  from {{page}}
 order by {{order}}
