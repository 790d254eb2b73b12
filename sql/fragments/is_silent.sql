-- Whether a request is met with silence: overdue by more than the grace days and never answered; `r` is
-- app.responses, `d` has the day and the grace.
({{> with_supplier}} and {{> silent_from}} <= d.day and r.first_submitted_at is null)
