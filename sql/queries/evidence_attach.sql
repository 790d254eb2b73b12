-- evidence_attach: a file is behind an answer
-- W tenant
-- $2 response_id $3 evidence_id $4 code $5 now
insert into app.response_evidence as l (tenant_id, response_id, evidence_id, codes, created_at)
values ($1::uuid, $2::uuid, $3::uuid, jsonb_build_object($4::text, $5::timestamptz), $5::timestamptz)
    on conflict (tenant_id, response_id, evidence_id) do update
   set codes = l.codes || excluded.codes
