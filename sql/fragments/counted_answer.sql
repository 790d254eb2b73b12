-- What counts of an answer: the value that a reviewer adopted stands in the supplier's place; `a` is
-- app.answers.
(a.value || coalesce(a.review -> 'adopted', '{}'))
