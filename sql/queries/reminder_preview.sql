-- reminder_preview: what waits to be sent, by due day; read inside a run that is rolled back
-- R tenant
-- page app.reminders m
-- only m.state in ('queued', 'leased')
-- filters reminder_preview
-- key m.id
-- sort due_on: m.due_on asc date '-infinity'
select {{> reminder_columns}},
       {{sort_value}}
  from {{page}}
  join app.suppliers s on s.tenant_id = m.tenant_id and s.id = m.supplier_id
 where s.tenant_id = $1::uuid
 order by {{order}}
