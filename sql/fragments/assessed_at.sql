-- Whether a supplier stands at a place of the heat map, 1 to 5, as the report counts it: `of` is its impact or
-- likelihood, rounded half up. `s` is app.suppliers.
s.assessment_status in ('assessed', 'stale') and s.band is not null
    and {{of}} >= {{level}} * 1000000 - 500000 and {{of}} < {{level}} * 1000000 + 500000
