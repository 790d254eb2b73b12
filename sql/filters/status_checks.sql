-- The filters of who was told what; `c` is app.status_checks.
and c.supplier_id = any ($supplier_id::uuid[])
and c.reference = any ($reference::text[])
