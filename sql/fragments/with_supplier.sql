-- Whether the supplier has the questionnaire in hand; `r` is app.responses.
r.state in ('requested', 'in_progress', 'returned')
