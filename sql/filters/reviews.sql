-- The filters of reviews; `w` is app.reviews.
and w.supplier_id = any ($supplier_id::uuid[])
and w.outcome = any ($outcome::text[])
and w.performed_on >= $performed_on_gte::date
and w.performed_on <= $performed_on_lte::date
