-- merge_finding_measures: measures against a finding that goes are against the one that stays
-- W tenant
-- $2 pairs (jsonb array of {kept, other})
update app.measure_findings m
   set finding_id = p.kept
  from (select (w ->> 'kept')::uuid as kept, (w ->> 'other')::uuid as other
          from jsonb_array_elements($2::jsonb) as w) p
 where m.tenant_id = $1::uuid and m.finding_id = p.other
