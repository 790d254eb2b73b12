-- The filters of reports: which suppliers they are about, as these are today; `s` is app.suppliers.
and s.tier = any ($tier::text[])
and s.kind = any ($kind::text[])
and s.country = any ($country::text[])
and s.owner = any ($owner::text[])
{{when $owner_is_null::boolean = true}}
and s.owner is null
{{when $owner_is_null::boolean = false}}
and s.owner is not null
and exists (
  select from app.supplier_tags x
   where x.tenant_id = $1::uuid and x.supplier_id = s.id and x.tag = any ($tag::text[]))
