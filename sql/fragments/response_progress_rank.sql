-- How far a response is, as one number; `r` is app.responses.
(case r.state when 'accepted' then 50000 when 'submitted' then 40000 when 'returned' then 30000
                      when 'in_progress' then 20000 when 'requested' then 10000 else 0 end
         + r.progress_answered)
