-- The acceptance that holds for a finding or is proposed, or null; `f` is app.findings.
(select {{> acceptance_json}}
          from app.risk_acceptances a
         where a.tenant_id = $1::uuid and a.finding_id = f.id and a.ended_at is null)
