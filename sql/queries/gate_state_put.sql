-- gate_state_put: decisions that changed, unless somebody else told of them meanwhile
-- W tenant
-- $2 rows (jsonb array of {supplier_id, revision, decisions})
-- $3 now
insert into app.gate_states as g (tenant_id, supplier_id, revision, decisions, told_at)
select $1::uuid, (w ->> 'supplier_id')::uuid, (w ->> 'revision')::integer, w -> 'decisions',
       $3::timestamptz
  from jsonb_array_elements($2::jsonb) as w
on conflict (tenant_id, supplier_id) do update
   set revision = excluded.revision, decisions = excluded.decisions, told_at = excluded.told_at
 where g.revision = excluded.revision - 1
returning supplier_id
