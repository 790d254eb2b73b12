-- extension_insert: asks for a later due day
-- W tenant
-- $2 id $3 response_id $4 due_before $5 due_on
-- $6 reason $7 now $8 by
-- 23505 extension_open
insert into app.extension_requests (tenant_id, id, response_id, due_before, due_on, reason,
  requested_at, requested_by)
values ($1::uuid, $2::uuid, $3::uuid, $4::date, $5::date, normalize($6::text, NFC), $7::timestamptz,
  $8::text)
