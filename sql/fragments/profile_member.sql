-- One field of a profile and what is known of it; `s` is app.suppliers.
'{{word}}', s.profile ->> '{{word}}'
