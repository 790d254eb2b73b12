-- The first day on which a request that was never answered is met with silence; `r` is app.responses, `d`
-- has the grace.
(r.due_on + d.grace + 1)
