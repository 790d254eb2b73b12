-- A title in the asked language; `{{of}}` is an object with title_ja and perhaps title_en. Needs $language.
coalesce(case when $language::text = 'en' then {{of}} ->> 'title_en' end, {{of}} ->> 'title_ja')
