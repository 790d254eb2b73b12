-- erase_reviews: a person leaves the next reviews
-- W tenant
-- $2 after $3 find $4 find_wide $5 subject $6 name $7 narrow $8 wide $9 put $10 suppliers
with {{> erasure_page of=reviews theirs=t.supplier_id=any($suppliers::uuid[]) rows=200}},
changed as (
  update app.reviews v
     set notes = {{> erased of=v.notes by=p.is_theirs}},
         performed_by = {{> erased of=v.performed_by by=p.is_theirs}}
    from page p
   where v.tenant_id = $1::uuid and v.id = p.id
     and {{> names_person of=v.notes,v.performed_by by=p.is_theirs}}
  returning v.id)
{{> erasure_count rows=200}}
