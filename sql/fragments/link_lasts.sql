-- A link between suppliers has not ended on a day; {{of}} is app.supplier_links, {{day}} the day.
({{of}}.until is null or {{of}}.until >= {{day}})
