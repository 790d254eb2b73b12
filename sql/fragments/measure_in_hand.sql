-- Whether somebody still works on a measure; `m` is app.measures.
m.state in ('planned', 'in_progress')
