-- The score by which suppliers are sorted upwards: without one they are the last. `s` is app.suppliers.
(case when s.band is null or s.score_micro is null then 2147483647 else s.score_micro end)
