-- What clients see of a contract; `k` is app.contracts.
k.id, k.revision, k.supplier_id, {{> supplier_brief of=k.supplier_id}},
       k.number, k.title, k.starts_on, k.ends_on, k.notice_days, k.notice_by, k.security_clauses,
       k.replaces_number, {{> contract_state}} as state, k.created_at, k.updated_at
