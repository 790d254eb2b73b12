-- Whether the text {{of}} names the person; {{by}}: of a supplier whose contact they were.
{{of}} ~* case when {{by}} then $find_wide::text else $find::text end
