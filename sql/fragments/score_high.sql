-- The score by which suppliers are sorted downwards: without one they are the last. `s` is app.suppliers.
(case when s.band is null or s.score_micro is null then -1 else s.score_micro end)
