-- What clients see of an offboarding; `o` is app.offboardings.
o.id, o.revision, o.supplier_id, {{> supplier_brief of=o.supplier_id}},
       o.state, o.reason, o.due_on, o.items, o.next_due_on,
       coalesce(o.next_due_on < {{> tenant_day}}, false) as overdue,
       o.end_reason, o.ended_at, o.ended_by, o.restored_at, o.created_by, o.created_at, o.updated_at
