-- measure_insert: measures of one supplier and what they are against, by hand or from the plans of its answers
-- W tenant
-- $2 supplier_id
-- $3 rows (jsonb: id and members of a create request)
-- $4 source $5 subject $6 now
with sent as materialized (
  select *
    from jsonb_to_recordset($3::jsonb) as g(id uuid, title text, description text, assignee text,
      effect numeric, impact text, side text, due_on date, finding_ids jsonb)),
made as (
  insert into app.measures (tenant_id, id, supplier_id, side, source, title, description, assignee,
    effect_micro, impact, due_on, created_at, created_by, updated_at)
  select $1::uuid, g.id, $2::uuid, coalesce(g.side, 'supplier'), $4::text, normalize(g.title, NFC),
         normalize(g.description, NFC), normalize(g.assignee, NFC),
         round(g.effect * 1000000)::integer, g.impact, g.due_on, $6::timestamptz, $5::text,
         $6::timestamptz
    from sent g
  returning id)
insert into app.measure_findings (tenant_id, measure_id, finding_id)
select $1::uuid, g.id, w.id::uuid
  from sent g, jsonb_array_elements_text(g.finding_ids) as w(id)
returning finding_id
