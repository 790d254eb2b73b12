-- reminder_count: how many reminders the filters leave
-- R tenant
-- $2 state $3 kind $4 supplier_id $5 subject_id $6 rule_id $7 blocked
select count(*) as total
  from app.reminders m
 where m.tenant_id = $1::uuid
   and ($2::text[] is null or m.state = any ($2::text[]))
   and ($3::text[] is null or m.kind = any ($3::text[]))
   and ($4::uuid[] is null or m.supplier_id = any ($4::uuid[]))
   and ($5::uuid is null or m.subject_id = $5::uuid)
   and ($6::uuid is null or m.rule_id = $6::uuid)
   and ($7::boolean is null or $7::boolean = (m.blocker is not null and m.state = 'queued'))
