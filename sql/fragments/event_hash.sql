-- The hash of an event behind {{before}}: its number is {{seq}}, its body {{head}}, the number, {{tail}}.
-- The bytes of the body; convert_to is not immutable and so not allowed with a column.
sha256({{before}} || int8send({{seq}}) || decode(replace(
                  {{head}} || ({{seq}})::text || {{tail}}, '\', '\\'), 'escape'))
