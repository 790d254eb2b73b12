-- The filters of gate policies; `p` is app.gate_policies.
and p.code = any ($code::text[])
and p.state = any ($state::text[])
