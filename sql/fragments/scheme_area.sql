-- The area of requirement {{of}} of the scheme `c` with its name; needs $language.
json_build_object('code', {{of}} ->> 'area', 'title',
         coalesce(c.document -> 'areas' -> ({{of}} ->> 'area') ->> $language::text,
                  c.document -> 'areas' -> ({{of}} ->> 'area') ->> 'ja', {{of}} ->> 'area'))
