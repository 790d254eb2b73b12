-- erase_supplier_links: a person leaves the next links between suppliers
-- W tenant
-- $2 after $3 find $4 find_wide $5 subject $6 name $7 narrow $8 wide $9 put $10 suppliers
--   Items tell links apart, so an erased one keeps the end of its link's id.
with {{> erasure_page of=supplier_links theirs=t.from_supplier_id=any($suppliers::uuid[]) rows=200}},
changed as (
  update app.supplier_links k
     set item = {{> erased of=k.item by=p.is_theirs}} || ' ' || right(k.id::text, 12)
    from page p
   where k.tenant_id = $1::uuid and k.id = p.id
     and {{> names_person of=k.item by=p.is_theirs}}
  returning k.id)
{{> erasure_count rows=200}}
