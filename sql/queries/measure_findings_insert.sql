-- measure_findings_insert: what measures are against
-- W tenant
-- $2 rows (jsonb: id, finding_ids)
insert into app.measure_findings (tenant_id, measure_id, finding_id)
select $1::uuid, g.id, w.id::uuid
  from jsonb_to_recordset($2::jsonb) as g(id uuid, finding_ids jsonb),
       jsonb_array_elements_text(g.finding_ids) as w(id)
returning finding_id
