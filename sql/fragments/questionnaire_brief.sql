-- What is shown of one version without its questions; `q` is app.questionnaires.
q.id, q.revision, q.code, q.version, q.state,
       case when $language::text = 'en' then coalesce(q.title_en, q.title_ja) else q.title_ja end as title,
       case when $language::text = 'en' and q.title_en is not null then 'en' else 'ja' end as language,
       q.question_count, q.published_at, q.created_at, q.updated_at
