-- The area of requirement {{of}} of the scheme `c` with its name; needs $language.
json_build_object('code', {{of}} ->> 'area', 'title', coalesce((
         select {{> scheme_title of=v.value}}
           from jsonb_array_elements(c.document -> 'areas') v
          where v.value ->> 'code' = {{of}} ->> 'area'
          limit 1), {{of}} ->> 'area'))
