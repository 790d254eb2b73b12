-- scheme_get: one scheme with its requirements and what speaks for each
-- R tenant
-- $2 code
-- $3 language
select {{> scheme_columns}},
       (select json_agg(json_build_object('id', q.value ->> 'id',
                 'area', {{> scheme_area of=q.value}}, 'title', {{> scheme_title of=q.value}},
                 'criteria', q.value -> 'criteria',
                 'cover', (select coalesce(json_agg(json_build_object(
                             'questionnaire_code', k.value ->> 'questionnaire',
                             'question', k.value ->> 'question', 'cover', k.value ->> 'cover')
                             order by k.place), '[]')
                             from jsonb_array_elements(q.value -> 'cover')
                               with ordinality k (value, place)))
                 order by q.place)
          from jsonb_array_elements(c.document -> 'requirements') with ordinality q (value, place))
         as requirements,
       c.revision || '.' || $language::text as "_etag"
  from app.schemes c
 where c.tenant_id = $1::uuid and c.code = $2::text
