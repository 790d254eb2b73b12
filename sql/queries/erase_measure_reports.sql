-- erase_measure_reports: a person leaves the next measure reports, those of a page of measures
-- W tenant
-- $2 after $3 find $4 find_wide $5 subject $6 name $7 narrow $8 wide $9 put $10 suppliers
with {{> erasure_page of=measures theirs=t.supplier_id=any($suppliers::uuid[]) rows=100}},
changed as (
  update app.measure_reports r
     set note = {{> erased of=r.note by=p.is_theirs}},
         by = {{> erased of=r.by by=p.is_theirs}}
    from page p
   where r.tenant_id = $1::uuid and r.measure_id = p.id
     and {{> names_person of=r.note,r.by by=p.is_theirs}}
  returning r.measure_id)
{{> erasure_count rows=100}}
