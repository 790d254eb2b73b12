-- What clients see of a link between suppliers; `k` is app.supplier_links.
k.id, k.revision, k.from_supplier_id as "from", k.to_end as "to", k.kind, k.dependency,
       k.penetration, nullif(k.item, '') as item, k.since, k.until, k.source,
       {{> link_end of=k.from_supplier_id}} as from_supplier,
       {{> link_end of=k.to_supplier_id}} as to_supplier, k.created_at, k.updated_at
