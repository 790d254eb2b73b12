-- The number of the receipt of the last submission, short enough for a telephone: of the random end of the
-- response's id, and from the second submission on of its ordinal; `r` is app.responses.
case when r.submissions > 0
         then 'R-' || upper(substr(r.id::text, 27, 5)) || '-' || upper(substr(r.id::text, 32, 5))
              || case when r.submissions > 1 then '-' || r.submissions else '' end end
