-- Whether the supplier has the questionnaire in hand; `r` is app.responses. What the asking side enters
-- from another channel is with nobody.
(r.state in ('requested', 'in_progress', 'returned') and r.channel = 'online')
