-- Whether one of the columns {{of}} names the person; {{by}}: of a supplier whose contact they were.
concat_ws(E'\n', {{of}}) ~* case when {{by}} then $find_wide::text else $find::text end
