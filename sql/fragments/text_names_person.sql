-- As names_person, of the one text {{of}}: without a list to unfold.
{{of}} ~* case when {{by}} then $find_wide::text else $find::text end
