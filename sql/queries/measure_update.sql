-- measure_update: merge patch of a measure
-- W tenant
-- $2 id
-- $3 body (jsonb: the checked patch)
with patch as (
  select *
    from jsonb_to_recordset(jsonb_build_array($3::jsonb)) as p (title text, description text, assignee text, side text,
      effect numeric, due_on date))
update app.measures m
   set title = coalesce(normalize(p.title, NFC), m.title),
       description = case when $3::jsonb ? 'description' then normalize(p.description, NFC)
                          else m.description end,
       assignee = case when $3::jsonb ? 'assignee' then normalize(p.assignee, NFC)
                       else m.assignee end,
       side = coalesce(p.side, m.side),
       effect_micro = coalesce(round(p.effect * 1000000)::integer, m.effect_micro),
       due_on = case when $3::jsonb ? 'due_on' then p.due_on else m.due_on end
  from patch p
 where m.tenant_id = $1::uuid and m.id = $2::uuid
