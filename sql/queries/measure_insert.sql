-- measure_insert: measures of one supplier, by hand or from the plans of its answers
-- W tenant
-- $2 supplier_id
-- $3 rows (jsonb: id and members of a create request)
-- $4 source $5 subject $6 now
insert into app.measures (tenant_id, id, supplier_id, side, source, title, description, assignee,
  effect_micro, impact, due_on, created_at, created_by, updated_at)
select $1::uuid, g.id, $2::uuid, coalesce(g.side, 'supplier'), $4::text, normalize(g.title, NFC),
       normalize(g.description, NFC), normalize(g.assignee, NFC),
       round(g.effect * 1000000)::integer, g.impact, g.due_on, $6::timestamptz, $5::text,
       $6::timestamptz
  from jsonb_to_recordset($3::jsonb) as g(id uuid, title text, description text, assignee text,
    effect numeric, impact text, side text, due_on date)
returning id
