-- erase_evidence: a person leaves the next files: who sent them, and what they are called
-- W tenant
-- $2 after $3 find $4 find_wide $5 subject $6 name $7 narrow $8 wide $9 put $10 suppliers
with {{> erasure_page of=evidence theirs=t.supplier_id=any($suppliers::uuid[]) rows=200}},
changed as (
  update app.evidence e
     set name = {{> erased of=e.name by=p.is_theirs}},
         created_by = {{> erased of=e.created_by by=p.is_theirs}},
         signature = {{> erased of=e.signature by=p.is_theirs}}
    from page p
   where e.tenant_id = $1::uuid and e.id = p.id
     and {{> names_person of=e.name,e.created_by,e.signature by=p.is_theirs}}
  returning e.id)
{{> erasure_count rows=200}}
