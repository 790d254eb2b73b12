-- finding_get: one finding with its history
-- R tenant
-- $2 id $3 language $4 now
--   Measures and acceptance show in it without being of its row, so they are part of its tag.
select f.id, f.revision, f.supplier_id, f.questionnaire_code, f.question_code as "question.code",
       coalesce(case when $3::text = 'en' then f.text_en end, f.text_ja) as "question.text",
       f.kind, f.state, f.provisional, f.regression, f.contribution_micro as "contribution:micro",
       f.reduction_micro as "reduction:micro", to_json(f.threats) as threats, f.response_id,
       f.first_seen_at, f.last_seen_at, f.closed_at, f.closed_reason,
       n.acceptance, n.measures,
       (select coalesce(json_agg(json_build_object('revision', h.revision,
                 'at', to_char(h.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                 'action', h.action, 'kind', h.kind, 'state', h.state,
                 'provisional', h.provisional, 'response_id', h.response_id,
                 'contribution', h.contribution_micro / 1000000.0,
                 'reduction', h.reduction_micro / 1000000.0, 'actor', h.actor, 'note', h.note)
                 order by h.revision), '[]')
          from (select * from app.finding_history l
                 where l.tenant_id = $1::uuid and l.finding_id = $2::uuid
                 order by l.revision desc limit 100) h) as history,
       (select coalesce(json_agg(json_build_object('id', e.id, 'reason', e.reason, 'approver', e.approver,
                   'until', e.until, 'accepted_by', e.accepted_by,
                   'accepted_at', to_char(e.accepted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                   'ended_at', to_char(e.ended_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                   'ended_reason', e.ended_reason)
                 order by e.accepted_at, e.id), '[]')
          from app.risk_acceptances e
         where e.tenant_id = $1::uuid and e.finding_id = $2::uuid) as acceptances,
       f.revision || '.' || left(md5(n.acceptance::text || n.measures::text), 12) as "_etag",
       (select ($4::timestamptz at time zone t.time_zone)::date
          from app.settings t where t.tenant_id = $1::uuid) as "_today"
  from app.findings f,
       lateral (
select coalesce((select json_build_object('id', a.id, 'reason', a.reason, 'approver', a.approver,
                 'until', a.until, 'accepted_by', a.accepted_by,
                 'accepted_at', to_char(a.accepted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                 'ended_at', to_char(a.ended_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                 'ended_reason', a.ended_reason)
          from app.risk_acceptances a
         where a.tenant_id = $1::uuid and a.finding_id = f.id and a.ended_at is null), 'null') as acceptance,
       (select coalesce(json_agg(json_build_object('id', m.id, 'title', m.title,
                 'state', m.state, 'side', m.side, 'effect', m.effect_micro / 1000000.0,
                 'due_on', m.due_on) order by m.id), '[]')
          from app.measure_findings x
          join app.measures m on m.tenant_id = x.tenant_id and m.id = x.measure_id
         where x.tenant_id = $1::uuid and m.tenant_id = $1::uuid and x.finding_id = f.id) as measures) n
 where f.tenant_id = $1::uuid and f.id = $2::uuid
