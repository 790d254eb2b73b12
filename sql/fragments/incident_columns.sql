-- What clients see of an incident; `i` is app.incidents.
i.id, i.revision, i.supplier_id, {{> supplier_brief of=i.supplier_id}},
       i.state, i.title, i.description, i.occurred_on,
       i.discovered_on, i.attack_kind, i.severity, i.lessons, i.closed_on, i.closed_by,
       i.reported_by, i.inquiry_id, i.created_at, i.updated_at
