-- Whether an answer is awaited past its day; `r` is app.responses.
(r.due_on < {{> tenant_day}} and {{> with_supplier}})
