-- measure_update: merge patch of a measure
-- W tenant
-- $2 id
-- $3 body (jsonb: the checked patch)
update app.measures
   set title = coalesce(normalize($3::jsonb ->> 'title', NFC), title),
       description = case when $3::jsonb ? 'description'
         then normalize($3::jsonb ->> 'description', NFC) else description end,
       assignee = case when $3::jsonb ? 'assignee'
         then normalize($3::jsonb ->> 'assignee', NFC) else assignee end,
       side = coalesce($3::jsonb ->> 'side', side),
       effect_micro = coalesce(round(($3::jsonb ->> 'effect')::numeric * 1000000)::integer,
         effect_micro),
       due_on = case when $3::jsonb ? 'due_on' then ($3::jsonb ->> 'due_on')::date else due_on end
 where tenant_id = $1::uuid and id = $2::uuid
