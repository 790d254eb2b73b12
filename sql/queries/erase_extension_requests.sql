-- erase_extension_requests: a person leaves the next requests for a later due day, those of a page of responses
-- W tenant
-- $2 after $3 find $4 find_wide $5 subject $6 name $7 narrow $8 wide $9 put $10 suppliers
with {{> erasure_page of=responses theirs=t.supplier_id=any($suppliers::uuid[]) rows=200}},
changed as (
  update app.extension_requests x
     set reason = {{> erased of=x.reason by=p.is_theirs}},
         message = {{> erased of=x.message by=p.is_theirs}},
         requested_by = {{> erased of=x.requested_by by=p.is_theirs}},
         decided_by = {{> erased of=x.decided_by by=p.is_theirs}}
    from page p
   where x.tenant_id = $1::uuid and x.response_id = p.id
     and {{> names_person of=x.reason,x.message,x.requested_by,x.decided_by by=p.is_theirs}}
  returning x.id)
{{> erasure_count rows=200}}
