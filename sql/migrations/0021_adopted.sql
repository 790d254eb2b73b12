-- A judgement keeps the value that counts as an answer of its kind has it, so that no statement knows
-- kinds: {"answer": "not_done"}, {"choice": "1"}. Those of before were of words alone.
alter table app.answers no force row level security;
update app.answers
   set review = review || jsonb_build_object('adopted',
         jsonb_build_object('answer', review -> 'adopted_answer'))
 where review ->> 'adopted_answer' is not null;
alter table app.answers force row level security;
