-- release_insert: asks for a release, which holds at once where the policy needs no second person
-- W tenant
-- $2 id $3 supplier_id
-- $4 body (jsonb: the checked request)
-- $5 covers (jsonb: the signals that it releases)
-- $6 state $7 subject $8 now
insert into app.releases (tenant_id, id, supplier_id, action, state, reason, reference, until,
  covers, requested_by, requested_at, approved_at)
values ($1::uuid, $2::uuid, $3::uuid, $4::jsonb ->> 'action', $6::text,
  normalize($4::jsonb ->> 'reason', NFC), normalize($4::jsonb ->> 'reference', NFC),
  ($4::jsonb ->> 'until')::date, $5::jsonb, $7::text, $8::timestamptz,
  case when $6::text = 'active' then $8::timestamptz end)
