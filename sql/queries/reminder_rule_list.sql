-- reminder_rule_list: one page of rules
-- R tenant
-- page app.reminder_rules r
-- filters reminder_rules
-- key r.id
-- sort created_at: r.created_at asc timestamptz '-infinity'
select {{> reminder_rule_columns}},
       {{sort_value}}
  from {{page}}
 order by {{order}}
