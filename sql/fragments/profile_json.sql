-- What the supplier is for the buyer, every field of it, null where unknown; `s` is app.suppliers.
json_build_object({{> profile_member each=profile_fields}})
