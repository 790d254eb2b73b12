-- Keeps what findings were after a step: the CTE `sent` has their rows. No action: no step.
insert into app.finding_history (tenant_id, finding_id, revision, at, action, kind, state,
  provisional, response_id, contribution_micro, reduction_micro, actor, note)
select $1::uuid, g.id, g.revision, $now::timestamptz, g.action, g.kind, g.state, g.provisional,
       g.response, g.contribution, g.reduction, $actor::text, normalize(g.note, NFC)
  from sent g
 where g.action is not null
returning finding_id
