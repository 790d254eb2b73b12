-- The title of a questionnaire in the asked language, where it has one; `q` is app.questionnaires.
coalesce(case when $language::text = 'en' then q.title_en end, q.title_ja)
