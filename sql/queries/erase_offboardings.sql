-- erase_offboardings: a person leaves the next offboardings
-- W tenant
-- $2 after $3 find $4 find_wide $5 subject $6 name $7 quoted $8 quoted_name $9 narrow $10 wide
-- $11 put $12 suppliers
with {{> erasure_page of=offboardings theirs=t.supplier_id=any($suppliers::uuid[]) rows=100}},
changed as (
  update app.offboardings o
     set reason = {{> erased of=o.reason by=p.is_theirs}},
         items = {{> erased_json of=o.items by=p.is_theirs}},
         end_reason = {{> erased of=o.end_reason by=p.is_theirs}},
         ended_by = {{> erased of=o.ended_by by=p.is_theirs}},
         created_by = {{> erased of=o.created_by by=p.is_theirs}}
    from page p
   where o.tenant_id = $1::uuid and o.id = p.id
     and {{> names_person of=o.reason,o.items::text,o.end_reason,o.ended_by,o.created_by by=p.is_theirs}}
  returning o.id)
{{> erasure_count rows=100}}
