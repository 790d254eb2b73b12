-- Whether a response has not ended; `r` is app.responses.
r.state in ('requested', 'in_progress', 'submitted', 'returned')
