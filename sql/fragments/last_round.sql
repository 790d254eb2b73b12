-- The place of what a response said last, submitted or returned since; `r` is app.responses.
coalesce({{> round}}, (r.last_submission ->> 'round')::integer)
