-- offboarding_insert: the end of a relation begins
-- W tenant
-- $2 id $3 supplier_id
-- $4 reason $5 due_on
-- $6 items (jsonb: every item) $7 next_due_on
-- $8 subject $9 now
-- 23505 offboarding_open
insert into app.offboardings (tenant_id, id, supplier_id, reason, due_on, items, next_due_on,
  created_by, created_at, updated_at)
values ($1::uuid, $2::uuid, $3::uuid, normalize($4::text, NFC), $5::date,
  normalize($6::text, NFC)::jsonb, $7::date, $8::text, $9::timestamptz, $9::timestamptz)
