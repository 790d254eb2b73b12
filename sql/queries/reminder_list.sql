-- reminder_list: one page of reminders
-- R tenant
-- page app.reminders m
-- filters reminders
-- lead subject_id supplier_id rule_id kind state
-- count state kind
-- key m.id
-- sort -created_at: m.created_at desc timestamptz 'infinity'
-- sort created_at: m.created_at asc timestamptz '-infinity'
select {{> reminder_columns}},
       {{sort_value}}
  from {{page}}
  join app.suppliers s on s.tenant_id = m.tenant_id and s.id = m.supplier_id
 where s.tenant_id = $1::uuid
 order by {{order}}
