-- erase_status_checks: a person leaves the next entries of who was told what
-- W tenant
-- $2 after $3 find $4 find_wide $5 subject $6 name $7 narrow $8 wide $9 put $10 suppliers
with {{> erasure_page of=status_checks theirs=t.supplier_id=any($suppliers::uuid[]) rows=200}},
changed as (
  update app.status_checks c
     set reference = {{> erased of=c.reference by=p.is_theirs}},
         asked_by = {{> erased of=c.asked_by by=p.is_theirs}}
    from page p
   where c.tenant_id = $1::uuid and c.id = p.id
     and {{> names_person of=c.reference,c.asked_by by=p.is_theirs}}
  returning c.id)
{{> erasure_count rows=200}}
