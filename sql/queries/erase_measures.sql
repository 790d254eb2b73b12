-- erase_measures: a person leaves the next measures
-- W tenant
-- $2 after $3 find $4 find_wide $5 subject $6 name $7 narrow $8 wide $9 put $10 suppliers
with {{> erasure_page of=measures theirs=t.supplier_id=any($suppliers::uuid[]) rows=200}},
changed as (
  update app.measures m
     set title = {{> erased of=m.title by=p.is_theirs}},
         description = {{> erased of=m.description by=p.is_theirs}},
         verification_notes = {{> erased of=m.verification_notes by=p.is_theirs}},
         cancel_reason = {{> erased of=m.cancel_reason by=p.is_theirs}},
         assignee = {{> erased of=m.assignee by=p.is_theirs}},
         created_by = {{> erased of=m.created_by by=p.is_theirs}},
         verified_by = {{> erased of=m.verified_by by=p.is_theirs}}
    from page p
   where m.tenant_id = $1::uuid and m.id = p.id
     and {{> names_person of=m.title,m.description,m.verification_notes,m.cancel_reason,m.assignee,m.created_by,m.verified_by by=p.is_theirs}}
  returning m.id)
{{> erasure_count rows=200}}
