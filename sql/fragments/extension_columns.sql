-- What is shown of a request for a later due day; `x` is app.extension_requests, `r` its response.
x.id, x.revision, x.state, x.response_id, {{> supplier_brief of=r.supplier_id}},
       x.due_before, x.due_on, x.granted_on, x.reason, x.message, x.requested_at,
       {{> own_people of=x.requested_by}} as requested_by, x.decided_at,
       {{> own_people of=x.decided_by}} as decided_by
