-- What clients see of the record of a request; `q` is app.request_records.
q.id, q.revision, q.supplier_id, {{> supplier_brief of=q.supplier_id}},
       q.campaign_id, q.measure_id, q.requested_on, q.reason, q.explanation, q.explained_on,
       q.explained_by, q.cost_bearer, q.cost_note, q.price_talk_on, q.price_talk_result,
       q.supplier_statement, q.created_by, q.created_at, q.updated_at
