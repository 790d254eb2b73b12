-- What clients see of who was told what; `c` is app.status_checks.
c.id, c.supplier_id, {{> supplier_brief of=c.supplier_id}},
       c.action, c.as_of, c.decision, c.reasons, c.release_id,
       c.policy_code as "policy.code", c.policy_version as "policy.version",
       c.reference, c.asked_by, c.asked_at
