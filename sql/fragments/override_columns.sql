-- What clients see of an override; `o` is app.overrides.
o.id, o.revision, o.supplier_id, {{> supplier_brief of=o.supplier_id}},
       o.state, o.band, o.despite_incident, o.reason, o.until,
       o.requested_by, o.requested_at, o.approved_by, o.approved_at, o.ended_by, o.ended_at,
       o.end_cause, o.end_note
