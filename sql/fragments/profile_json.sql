-- What the supplier is for the buyer, every field of it, null where unknown; `s` is app.suppliers.
(select json_object_agg(f.name, s.profile ->> f.name order by f.place)
          from unnest({{> profile_fields}}) with ordinality as f (name, place))
