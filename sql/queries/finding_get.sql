-- finding_get: one finding with its history
-- R tenant
-- $2 id $3 language $4 now
--   Measures and acceptance show in it without being of its row, so they are part of its tag.
select {{> finding_columns}},
       n.acceptance, n.measures,
       (select coalesce(json_agg(json_build_object('revision', h.revision,
                 'at', {{> instant of=h.at}},
                 'action', h.action, 'kind', h.kind, 'state', h.state,
                 'provisional', h.provisional, 'response_id', h.response_id,
                 'contribution', h.contribution_micro / 1000000.0,
                 'reduction', h.reduction_micro / 1000000.0, 'actor', h.actor, 'note', h.note)
                 order by h.at, h.revision), '[]')
          from (select * from app.finding_history l
                 where l.tenant_id = $1::uuid and l.finding_id = $2::uuid
                 order by l.at desc, l.revision desc limit 100) h) as history,
       (select coalesce(json_agg({{> acceptance_json}} order by a.requested_at, a.id), '[]')
          from app.risk_acceptances a
         where a.tenant_id = $1::uuid and a.finding_id = $2::uuid) as acceptances,
       f.revision || '.' || left(md5(n.acceptance::text || n.measures::text), 12)
         || '.' || {{> supplier_mark of=f.supplier_id}} as "_etag",
       {{> tenant_today}} as "_today", n.acceptance ->> 'state' as "_acceptance",
       n.acceptance ->> 'until' as "_until", n.acceptance ->> 'requested_by' as "_requested_by"
  from app.findings f
 cross join lateral (
   select coalesce({{> finding_acceptance}}, 'null') as acceptance,
          {{> finding_measures}} as measures) n
 where f.tenant_id = $1::uuid and f.id = $2::uuid
