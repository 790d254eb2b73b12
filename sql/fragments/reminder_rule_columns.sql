-- What people see of a rule; `r` is app.reminder_rules.
r.id, r.revision, r.kind, r.enabled, to_json(r.offsets) as offsets, r.business_days, r.locale,
       r.recipient, r.role, r.address, r.escalate_after, r.created_at, r.updated_at
