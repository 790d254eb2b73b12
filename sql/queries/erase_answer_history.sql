-- erase_answer_history: a person leaves the next answer history, those of a page of responses
-- W tenant
-- $2 after $3 find $4 find_wide $5 subject $6 name $7 quoted $8 quoted_name $9 narrow $10 wide
-- $11 put $12 suppliers
with {{> erasure_page of=responses theirs=t.supplier_id=any($suppliers::uuid[]) rows=10}},
changed as (
  update app.answer_history h
     set comment = {{> erased of=h.comment by=p.is_theirs}},
         by = {{> erased of=h.by by=p.is_theirs}},
         answered_by = {{> erased of=h.answered_by by=p.is_theirs}},
         value = {{> erased_json of=h.value by=p.is_theirs}},
         review = {{> erased_json of=h.review by=p.is_theirs}}
    from page p
   where h.tenant_id = $1::uuid and h.response_id = p.id
     and {{> names_person of=h.comment,h.by,h.answered_by,h.value::text,h.review::text by=p.is_theirs}}
  returning h.response_id)
{{> erasure_count rows=10}}
