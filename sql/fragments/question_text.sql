-- What a question asks, in the asked language; `{{of}}` is its object with text_ja and perhaps text_en. Needs $language.
coalesce(case when $language::text = 'en' then {{of}} ->> 'text_en' end, {{of}} ->> 'text_ja')
