-- An attacker may walk along the link, today or once it has begun; `n` is app.supplier_links, `d` has the day.
{{> link_is_walked of=n.kind}} and {{> link_lasts of=n day=d.day}}
