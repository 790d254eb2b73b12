-- reminder_list: one page of reminders
-- R tenant
-- $2 after_value $3 after_id $4 limit
-- $5 state $6 kind $7 supplier_id $8 subject_id $9 rule_id $10 blocked
-- key m.id
-- sort -created_at: m.created_at desc timestamptz 'infinity'
-- sort created_at: m.created_at asc timestamptz '-infinity'
select {{> reminder_columns}},
       {{sort_value}}
  from app.reminders m
  join app.suppliers s on s.tenant_id = m.tenant_id and s.id = m.supplier_id
 where m.tenant_id = $1::uuid and s.tenant_id = $1::uuid
   and ($5::text[] is null or m.state = any ($5::text[]))
   and ($6::text[] is null or m.kind = any ($6::text[]))
   and ($7::uuid[] is null or m.supplier_id = any ($7::uuid[]))
   and ($8::uuid is null or m.subject_id = $8::uuid)
   and ($9::uuid is null or m.rule_id = $9::uuid)
   and ($10::boolean is null or $10::boolean = (m.blocker is not null and m.state = 'queued'))
   and {{after}}
 order by {{order}}
 limit $4::integer
