-- What clients see of an erasure; `x` is app.erasures.
x.id, x.contact_id, x.pseudonym, x.finished_at is not null as done, x.counts, x.started_at, x.started_by,
       x.finished_at
