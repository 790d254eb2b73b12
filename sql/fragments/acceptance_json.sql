-- A risk acceptance as it is shown with its finding; `a` is app.risk_acceptances.
json_build_object('id', a.id,
         'state', case when a.ended_at is not null then 'ended'
                       when a.approved_at is null then 'proposed' else 'active' end,
         'reason', a.reason, 'approver', a.approver, 'until', a.until,
         'requested_by', a.requested_by, 'requested_at', {{> instant of=a.requested_at}},
         'approved_by', a.approved_by, 'approved_at', {{> instant of=a.approved_at}},
         'ended_at', {{> instant of=a.ended_at}}, 'ended_reason', a.ended_reason)
