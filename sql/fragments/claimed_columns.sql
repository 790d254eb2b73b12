-- What a worker gets of a leased reminder; `l` is its row after the claim, `s` its supplier.
l.id, l.revision, l.batch_id, l.state, l.fence, l.attempts, l.kind, l.stage, l.due_on, l.subject_type,
       l.subject_id, l.subject_code, l.title, l.supplier_id, s.name as supplier_name,
       l.recipient_email, l.recipient_name, l.contact_id, l.cc, l.locale,
       {{> instant of=l.available_at}} as leased_until
