-- erase_responses: a person leaves the next responses
-- W tenant
-- $2 after $3 find $4 find_wide $5 subject $6 name $7 quoted $8 quoted_name $9 narrow $10 wide
-- $11 put $12 suppliers
with {{> erasure_page of=responses theirs=t.supplier_id=any($suppliers::uuid[]) rows=200}},
changed as (
  update app.responses r
     set note = {{> erased of=r.note by=p.is_theirs}},
         why = {{> erased of=r.why by=p.is_theirs}},
         return_message = {{> erased of=r.return_message by=p.is_theirs}},
         cancel_reason = {{> erased of=r.cancel_reason by=p.is_theirs}},
         amend_reason = {{> erased of=r.amend_reason by=p.is_theirs}},
         return_reasons = {{> erased_json of=r.return_reasons by=p.is_theirs}}
    from page p
   where r.tenant_id = $1::uuid and r.id = p.id
     and {{> names_person of=r.note,r.why,r.return_message,r.cancel_reason,r.amend_reason,r.return_reasons::text by=p.is_theirs}}
  returning r.id)
{{> erasure_count rows=200}}
