-- What counts of an answer: a reviewer's adopted answer stands in the supplier's place; `a` is
-- app.answers.
(a.value || case when a.review ->> 'adopted_answer' is null then '{}'::jsonb
                  else jsonb_build_object('answer', a.review ->> 'adopted_answer') end)
