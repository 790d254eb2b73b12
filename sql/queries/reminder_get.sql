-- reminder_get: one reminder as people see it
-- R tenant
-- $2 id
select {{> reminder_columns}}
  from app.reminders m
  join app.suppliers s on s.tenant_id = m.tenant_id and s.id = m.supplier_id
 where m.tenant_id = $1::uuid and s.tenant_id = $1::uuid and m.id = $2::uuid
