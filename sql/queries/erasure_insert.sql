-- erasure_insert: an erasure begins
-- W tenant
-- $2 id $3 contact_id $4 pseudonym $5 target $6 person (jsonb) $7 counts (jsonb) $8 now $9 by
-- 23505 conflict_busy
insert into app.erasures (tenant_id, id, contact_id, pseudonym, target, person, counts, started_at,
  started_by)
values ($1::uuid, $2::uuid, $3::uuid, $4::text, $5::text, $6::jsonb, $7::jsonb, $8::timestamptz,
  $9::text)
