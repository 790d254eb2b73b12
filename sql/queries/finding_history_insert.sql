-- finding_history_insert: what findings were after a step
-- W tenant
-- $2 rows (jsonb: as finding_update with response, action, note; no action: no step)
-- $3 actor $4 now
insert into app.finding_history (tenant_id, finding_id, revision, at, action, kind, state,
  provisional, response_id, contribution_micro, reduction_micro, actor, note)
select $1::uuid, g.id, g.revision, $4::timestamptz, g.action, g.kind, g.state, g.provisional,
       g.response, g.contribution, g.reduction, $3::text,
       normalize(g.note, NFC)
  from jsonb_to_recordset($2::jsonb) as g(id uuid, revision integer, action text, kind text,
    state text, provisional boolean, response uuid, contribution integer, reduction integer,
    note text)
 where g.action is not null
returning finding_id
