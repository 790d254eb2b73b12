-- The filters of overrides; `o` is app.overrides.
and o.supplier_id = any ($supplier_id::uuid[])
and o.state = any ($state::text[])
and o.band = any ($band::text[])
and o.until <= $until_lte::date
and o.until >= $until_gte::date
