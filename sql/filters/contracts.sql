-- The filters of contracts; `k` is app.contracts.
and k.supplier_id = any ($supplier_id::uuid[])
and {{> contract_state}} = any ($state::text[])
and k.security_clauses = $security_clauses::boolean
and (k.security_clauses is null) = $security_clauses_is_null::boolean
and {{> no_day of=k.notice_by}} <= (select {{> tenant_day}} + $notice_within::integer)
