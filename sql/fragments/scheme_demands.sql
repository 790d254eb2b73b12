-- What a scheme ($scheme) demands: a row for each requirement, those of the scheme that it includes first,
-- with what may speak for it. A scheme that includes another adds demands to shared requirements, so that
-- what covers one of those there covers a part of it here. Needs $language.
select row_number() over (order by c.code <> f.code desc, q.place) as place, c.code as scheme,
       q.value ->> 'id' as id, q.value -> 'criteria' as criteria,
       {{> scheme_area of=q.value}} as area, {{> scheme_title of=q.value}} as title,
       array(select k.value ->> 'questionnaire_code' || ' ' || (k.value ->> 'question')
               from jsonb_array_elements(q.value -> 'cover') k
              where k.value ->> 'cover' = 'full' and c.code = f.code) as full_by,
       array(select k.value ->> 'questionnaire_code' || ' ' || (k.value ->> 'question')
               from jsonb_array_elements(q.value -> 'cover') k
              where k.value ->> 'cover' = 'part'
                 or (k.value ->> 'cover' = 'full' and c.code <> f.code)) as part_by
  from app.schemes f
  join app.schemes c on c.tenant_id = $1::uuid and c.code in (f.code, f.includes)
 cross join lateral jsonb_array_elements(c.document -> 'requirements') with ordinality q (value, place)
 where f.tenant_id = $1::uuid and f.code = $scheme::text
