-- The jsonb {{of}} without the person; {{by}}: the row is of a supplier whose contact they were.
regexp_replace(regexp_replace(({{of}})::text, $quoted::text, $quoted_name::text, 'gi'),
           case when {{by}} then $wide::text else $narrow::text end, $put::text, 'gi')::jsonb
