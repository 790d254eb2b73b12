-- What the supplier is for the buyer, every field of it, null where unknown; `s` is app.suppliers.
-- Of two arrays: json_build_object looks up the type of each of its arguments in each row.
json_object({{> profile_fields}}, array[{{> profile_value each=profile_fields}}])
