-- The filters of questionnaires; `q` is app.questionnaires.
and q.code = any ($code::text[])
and q.state = any ($state::text[])
and q.version = $version::integer
