-- erase_request_records: a person leaves the next records of requests
-- W tenant
-- $2 after $3 find $4 find_wide $5 subject $6 name $7 narrow $8 wide $9 put $10 suppliers
with {{> erasure_page of=request_records theirs=t.supplier_id=any($suppliers::uuid[]) rows=200}},
changed as (
  update app.request_records q
     set reason = {{> erased of=q.reason by=p.is_theirs}},
         explanation = {{> erased of=q.explanation by=p.is_theirs}},
         explained_by = {{> erased of=q.explained_by by=p.is_theirs}},
         cost_note = {{> erased of=q.cost_note by=p.is_theirs}},
         price_talk_result = {{> erased of=q.price_talk_result by=p.is_theirs}},
         supplier_statement = {{> erased of=q.supplier_statement by=p.is_theirs}},
         created_by = {{> erased of=q.created_by by=p.is_theirs}}
    from page p
   where q.tenant_id = $1::uuid and q.id = p.id
     and {{> names_person of=q.reason,q.explanation,q.explained_by,q.cost_note,q.price_talk_result,q.supplier_statement,q.created_by by=p.is_theirs}}
  returning q.id)
{{> erasure_count rows=200}}
