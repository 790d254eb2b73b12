-- merge_findings_drop: a finding that was there twice is there once
-- W tenant
-- $2 pairs (jsonb array of {other})
delete from app.findings f
 where f.tenant_id = $1::uuid
   and f.id in (select (w ->> 'other')::uuid from jsonb_array_elements($2::jsonb) as w)
