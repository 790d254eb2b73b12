-- The link holds on the day; `n` is app.supplier_links, `d` has the day.
(n.since is null or n.since <= d.day) and (n.until is null or n.until >= d.day)
