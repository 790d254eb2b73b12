-- A risk acceptance as it is shown with its finding; `a` is app.risk_acceptances.
json_build_object('id', a.id, 'reason', a.reason, 'approver', a.approver, 'until', a.until,
         'accepted_by', a.accepted_by, 'accepted_at', {{> instant of=a.accepted_at}},
         'ended_at', {{> instant of=a.ended_at}}, 'ended_reason', a.ended_reason)
