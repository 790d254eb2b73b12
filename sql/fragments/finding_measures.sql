-- The measures against a finding; `f` is app.findings.
(select coalesce(json_agg(json_build_object('id', m.id, 'title', m.title,
                 'state', m.state, 'side', m.side, 'effect', m.effect_micro / 1000000.0,
                 'due_on', m.due_on) order by m.id), '[]')
          from app.measure_findings x
          join app.measures m on m.tenant_id = x.tenant_id and m.id = x.measure_id
         where x.tenant_id = $1::uuid and m.tenant_id = $1::uuid and x.finding_id = f.id)
