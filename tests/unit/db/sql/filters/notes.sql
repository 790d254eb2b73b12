-- The filters of notes; `n` is app.notes.
and n.title = any ($title::text[])
and n.rank = $rank::integer
and position($word::text in n.title) > 0
