-- The address of the head office of the supplier `s`, or the first of several.
jsonb_path_query_first(s.addresses, '$[*] ? (@.kind == "head_office")')
