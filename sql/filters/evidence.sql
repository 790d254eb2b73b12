-- The filter of files; `l` is app.response_evidence.
and l.codes ? $code::text
