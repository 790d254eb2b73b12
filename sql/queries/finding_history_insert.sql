-- finding_history_insert: what findings were after a step
-- W tenant
-- $2 rows (jsonb: as finding_update, with action and note; without an action it is no step)
-- $3 response_id (of rows that name none)
-- $4 actor $5 now
insert into app.finding_history (tenant_id, finding_id, revision, at, action, kind, state,
  provisional, response_id, contribution_micro, reduction_micro, actor, note)
select $1::uuid, g.id, g.revision, $5::timestamptz, g.action, g.kind, g.state, g.provisional,
       coalesce(g.response_id, $3::uuid), g.contribution, g.reduction, $4::text,
       normalize(g.note, NFC)
  from jsonb_to_recordset($2::jsonb) as g(id uuid, revision integer, action text, kind text,
    state text, provisional boolean, response_id uuid, contribution integer, reduction integer,
    note text)
 where g.action is not null
returning finding_id
