-- scheme_insert: a scheme of the tenant's own
-- W tenant
-- $2 id $3 document (jsonb) $4 now
-- 23505 duplicate
insert into app.schemes (tenant_id, id, code, document, created_at, updated_at)
values ($1::uuid, $2::uuid, $3::jsonb ->> 'code', normalize($3::text, NFC)::jsonb, $4::timestamptz, $4::timestamptz)
