-- The fields of a supplier's profile, in the order they are shown in; the one list in SQL.
array[{{> profile_fields_basic}}, {{> profile_fields_further}}]
