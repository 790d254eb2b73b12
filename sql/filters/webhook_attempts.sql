-- The filters of the attempts of a webhook endpoint; `a` is app.webhook_attempts.
and a.outcome = any ($outcome::text[])
