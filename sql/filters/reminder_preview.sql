-- The filters of a preview; `m` is app.reminders.
and m.kind = any ($kind::text[])
and m.supplier_id = any ($supplier_id::uuid[])
