-- A link between suppliers holds on a day; {{of}} is app.supplier_links, {{day}} the day.
({{of}}.since is null or {{of}}.since <= {{day}}) and {{> link_lasts}}
