-- Why a response was returned, as far as whoever asks may see the questions; `r` is app.responses.
case when $codes::text is null then r.return_reasons
     else (select coalesce(jsonb_agg(w.reason order by w.n), '[]')
             from (select x.reason, x.n, x.reason ->> 'code' as code
                     from jsonb_array_elements(r.return_reasons) with ordinality as x (reason, n)) w
            where {{> of_sections of=w.code}}) end
