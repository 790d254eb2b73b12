-- Whether the supplier's last word in this response is one to score by: submitted, or returned since and
-- not given up; `r` is app.responses.
(r.state in ('submitted', 'accepted') or (r.last_submission is not null and {{> is_open}}))
