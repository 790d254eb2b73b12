-- What people see of a reminder; `m` is app.reminders, `s` its supplier.
m.id, m.revision, m.state, m.blocker, m.rule_id, m.kind, m.stage, m.due_on,
       m.subject_type as "subject.type", m.subject_id as "subject.id",
       nullif(m.subject_code, '') as "subject.code", m.title as "subject.title",
       m.supplier_id as "supplier.id", s.name as "supplier.name",
       m.recipient_email as "recipient.email", m.recipient_name as "recipient.name",
       m.contact_id as "recipient.contact_id", m.cc as "recipient.cc", m.locale, m.attempts,
       m.worker_id, m.available_at, m.last_error, m.created_at, m.updated_at, m.sent_at
