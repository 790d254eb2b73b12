-- erase_overrides: a person leaves the next overrides
-- W tenant
-- $2 after $3 find $4 find_wide $5 subject $6 name $7 narrow $8 wide $9 put $10 suppliers
with {{> erasure_page of=overrides theirs=t.supplier_id=any($suppliers::uuid[]) rows=200}},
changed as (
  update app.overrides o
     set reason = {{> erased of=o.reason by=p.is_theirs}},
         end_note = {{> erased of=o.end_note by=p.is_theirs}},
         requested_by = {{> erased of=o.requested_by by=p.is_theirs}},
         approved_by = {{> erased of=o.approved_by by=p.is_theirs}},
         ended_by = {{> erased of=o.ended_by by=p.is_theirs}}
    from page p
   where o.tenant_id = $1::uuid and o.id = p.id
     and {{> names_person of=o.reason,o.end_note,o.requested_by,o.approved_by,o.ended_by by=p.is_theirs}}
  returning o.id)
{{> erasure_count rows=200}}
