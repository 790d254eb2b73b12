-- What is shown of an answer; `a` is app.answers.
a.code, a.position, a.revision, a.type, a.value, a.review, a.channel, a.comment,
       {{> instant of=a.answered_at}} as answered_at,
       a.answered_by,
       {{> instant of=a.updated_at}} as updated_at,
       a.updated_by, a.prefilled, a.confirmed
