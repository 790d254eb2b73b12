-- erase_releases: a person leaves the next releases
-- W tenant
-- $2 after $3 find $4 find_wide $5 subject $6 name $7 narrow $8 wide $9 put $10 suppliers
with {{> erasure_page of=releases theirs=t.supplier_id=any($suppliers::uuid[]) rows=200}},
changed as (
  update app.releases e
     set reason = {{> erased of=e.reason by=p.is_theirs}},
         reference = {{> erased of=e.reference by=p.is_theirs}},
         end_note = {{> erased of=e.end_note by=p.is_theirs}},
         requested_by = {{> erased of=e.requested_by by=p.is_theirs}},
         approved_by = {{> erased of=e.approved_by by=p.is_theirs}},
         ended_by = {{> erased of=e.ended_by by=p.is_theirs}}
    from page p
   where e.tenant_id = $1::uuid and e.id = p.id
     and {{> names_person of=e.reason,e.reference,e.end_note,e.requested_by,e.approved_by,e.ended_by by=p.is_theirs}}
  returning e.id)
{{> erasure_count rows=200}}
