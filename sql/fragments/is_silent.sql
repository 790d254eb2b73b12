-- Whether a request is met with silence: overdue by more than the grace days and never answered; `r` is
-- app.responses, `d` has the day and the grace.
({{> with_supplier}} and r.due_on + d.grace < d.day and r.first_submitted_at is null)
