-- What is known of one field of a profile; `s` is app.suppliers.
s.profile ->> '{{word}}'
