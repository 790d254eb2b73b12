-- A scheme with all that its document says; `c` is app.schemes; needs $language.
{{> scheme_columns}},
       c.document ->> 'title_ja' as title_ja, c.document ->> 'title_en' as title_en,
       c.document -> 'areas' as areas,
       (select json_agg(json_build_object('id', q.value ->> 'id', 'area', q.value ->> 'area',
                 'title_ja', q.value ->> 'title_ja', 'title_en', q.value ->> 'title_en',
                 'criteria', q.value -> 'criteria', 'cover', coalesce(q.value -> 'cover', '[]')) order by q.place)
          from jsonb_array_elements(c.document -> 'requirements') with ordinality q (value, place))
         as requirements,
       c.revision || '.' || $language::text as "_etag"
