-- What clients see of a gate policy; `p` is app.gate_policies.
p.id, p.revision, p.code, p.version, p.state, p.title, p.second_person, p.rules, p.published_at,
       p.created_at, p.updated_at
