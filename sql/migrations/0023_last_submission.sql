-- What a response that was returned had said when it was submitted last: {"round", "at", "revisions":
-- {question: revision}}. Its answers as they were then (app.answer_history) go on scoring where nothing
-- else of that questionnaire does. Null: it was never returned, or it is submitted again.
alter table app.responses add column last_submission jsonb;
