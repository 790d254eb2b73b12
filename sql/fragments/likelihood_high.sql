-- The likelihood of a kind of attack by which suppliers are sorted downwards: `of` is a column of theirs; without a band they are the
-- last, as with the score. `s` is app.suppliers.
(case when s.band is null or {{of}} is null then -1 else {{of}} end)
