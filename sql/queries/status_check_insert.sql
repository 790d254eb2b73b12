-- status_check_insert: who was told what
-- W tenant
-- $2 rows (jsonb array of {id, supplier_id, decision, reasons, release_id})
-- $3 frame (jsonb: action, as_of and policy of the call)
-- $4 reference
-- $5 subject $6 now
-- 23503 conflict_busy
insert into app.status_checks (tenant_id, id, supplier_id, action, as_of, decision, reasons,
  release_id, policy_code, policy_version, reference, asked_by, asked_at)
select $1::uuid, (w ->> 'id')::uuid, (w ->> 'supplier_id')::uuid, $3::jsonb ->> 'action',
       ($3::jsonb ->> 'as_of')::date, w ->> 'decision', w -> 'reasons',
       (w ->> 'release_id')::uuid, $3::jsonb -> 'policy' ->> 'code',
       ($3::jsonb -> 'policy' ->> 'version')::integer, normalize($4::text, NFC), $5::text,
       $6::timestamptz
  from jsonb_array_elements($2::jsonb) as w
returning id
