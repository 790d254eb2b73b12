-- The filters of releases; `e` is app.releases.
and e.supplier_id = any ($supplier_id::uuid[])
and e.state = any ($state::text[])
