-- The filters of reminders; `m` is app.reminders.
and m.state = any ($state::text[])
and m.kind = any ($kind::text[])
and m.supplier_id = any ($supplier_id::uuid[])
and m.subject_id = $subject_id::uuid
and m.rule_id = $rule_id::uuid
{{when $blocked::boolean = true}}
and m.blocker is not null and m.state = 'queued'
{{when $blocked::boolean = false}}
and (m.blocker is null or m.state <> 'queued')
