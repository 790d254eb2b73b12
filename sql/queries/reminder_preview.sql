-- reminder_preview: what waits to be sent, by due day; read inside a run that is rolled back
-- R tenant
-- $2 after_value $3 after_id $4 limit $5 kind $6 supplier_id
-- key m.id
-- sort due_on: m.due_on asc date '-infinity'
select {{> reminder_columns}},
       {{sort_value}}
  from app.reminders m
  join app.suppliers s on s.tenant_id = m.tenant_id and s.id = m.supplier_id
 where m.tenant_id = $1::uuid and s.tenant_id = $1::uuid and m.state in ('queued', 'leased')
   and ($5::text[] is null or m.kind = any ($5::text[]))
   and ($6::uuid[] is null or m.supplier_id = any ($6::uuid[]))
   and {{after}}
 order by {{order}}
 limit $4::integer
