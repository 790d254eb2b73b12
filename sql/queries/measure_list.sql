-- measure_list: one page of measures
-- R tenant
-- page app.measures m
-- filters measures
-- lead supplier_scope supplier_id assignee state side source
-- count state side source
-- lower due_on: $due_on_gte::date
-- upper due_on: $due_on_lt::date
-- upper due_on: $due_on_lte::date
-- key m.id
-- sort due_on: {{> no_day of=m.due_on}} asc date '-infinity'
-- sort -due_on: {{> no_day of=m.due_on}} desc date 'infinity'
-- sort -created_at: m.created_at desc timestamptz 'infinity'
-- sort created_at: m.created_at asc timestamptz '-infinity'
select {{> measure_columns}},
       {{sort_value}}
  from {{page}}
 order by {{order}}
