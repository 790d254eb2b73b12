-- The filters of links between suppliers; `k` is app.supplier_links.
and k.from_supplier_id = any ($from::uuid[])
and k.to_end = any ($to::text[])
and (k.from_supplier_id = any ($supplier_id::uuid[]) or k.to_supplier_id = any ($supplier_id::uuid[]))
and k.kind = any ($kind::text[])
and k.dependency = any ($dependency::integer[])
and k.penetration = any ($penetration::integer[])
and k.source = any ($source::text[])
{{when $source_is_null::boolean = true}}
and k.source is null
{{when $source_is_null::boolean = false}}
and k.source is not null
and (k.since is null or k.since <= $active_on::date)
  and (k.until is null or k.until >= $active_on::date)
