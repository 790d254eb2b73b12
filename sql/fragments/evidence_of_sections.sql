-- Whether whoever asks sees the file: one behind an answer that it sees. `l` is app.response_evidence.
($codes::text is null or exists (
         select from jsonb_object_keys(l.codes) as c (code)
          where {{> of_sections of=c.code}}))
