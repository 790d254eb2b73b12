-- reminder_preview_count: how many a preview shows in all
-- R tenant
-- $2 kind $3 supplier_id
select count(*) as total
  from app.reminders m
 where m.tenant_id = $1::uuid and m.state in ('queued', 'leased')
   and ($2::text[] is null or m.kind = any ($2::text[]))
   and ($3::uuid[] is null or m.supplier_id = any ($3::uuid[]))
