-- The filters of incidents; `i` is app.incidents.
and i.supplier_id = any ($supplier_id::uuid[])
and i.state = any ($state::text[])
and i.severity = any ($severity::text[])
and i.attack_kind = any ($attack_kind::text[])
and i.discovered_on >= $discovered_on_gte::date
and i.discovered_on <= $discovered_on_lte::date
