-- The filters of rules; `r` is app.reminder_rules.
and r.kind = any ($kind::text[])
and r.enabled = $enabled::boolean
