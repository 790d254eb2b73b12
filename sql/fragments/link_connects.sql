-- An attacker may walk along the link in either direction, and it has not ended; `n` is app.supplier_links, `d` has
-- the day.
n.kind in ('network', 'data') and (n.until is null or n.until >= d.day)
