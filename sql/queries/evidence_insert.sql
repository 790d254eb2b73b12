-- evidence_insert: a file, whose bytes follow
-- W tenant
-- $2 id $3 supplier_id $4 name $5 media_type $6 bytes $7 sha256 (hex) $8 effective_on $9 expires_on $10 now $11 by
insert into app.evidence (tenant_id, id, supplier_id, name, media_type, bytes, sha256, effective_on,
  expires_on, created_at, created_by, updated_at)
values ($1::uuid, $2::uuid, $3::uuid, normalize($4::text, NFC), $5::text, $6::bigint,
  decode($7::text, 'hex'), $8::date, $9::date, $10::timestamptz, $11::text, $10::timestamptz)
