-- Whether a measure is late; `m` is app.measures.
(m.due_on < {{> tenant_day}} and {{> measure_in_hand}})
