-- What clients see of a release; `e` is app.releases.
e.id, e.revision, e.supplier_id, {{> supplier_brief of=e.supplier_id}},
       e.action, e.state, e.reason, e.reference, e.until,
       e.requested_by, e.requested_at, e.approved_by, e.approved_at, e.ended_by, e.ended_at,
       e.end_cause, e.end_note
