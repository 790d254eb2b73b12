-- erase_finding_history: a person leaves the next finding history, those of a page of findings
-- W tenant
-- $2 after $3 find $4 find_wide $5 subject $6 name $7 narrow $8 wide $9 put $10 suppliers
with {{> erasure_page of=findings theirs=t.supplier_id=any($suppliers::uuid[]) rows=100}},
changed as (
  update app.finding_history h
     set note = {{> erased of=h.note by=p.is_theirs}},
         actor = {{> erased of=h.actor by=p.is_theirs}}
    from page p
   where h.tenant_id = $1::uuid and h.finding_id = p.id
     and {{> names_person of=h.note,h.actor by=p.is_theirs}}
  returning h.finding_id)
{{> erasure_count rows=100}}
