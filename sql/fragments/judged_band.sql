-- The band that may be held against a supplier: it rests on what the supplier answered, or two people
-- decided on it. Null: nobody knows enough; `s` is app.suppliers.
case when s.band_reason = 'override' or {{> standing}} = s.band then s.band end
