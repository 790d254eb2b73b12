-- erase_answers: a person leaves the next answers, those of a page of responses
-- W tenant
-- $2 after $3 find $4 find_wide $5 subject $6 name $7 quoted $8 quoted_name $9 narrow $10 wide
-- $11 put $12 suppliers
with {{> erasure_page of=responses theirs=t.supplier_id=any($suppliers::uuid[]) rows=20}},
changed as (
  update app.answers a
     set comment = {{> erased of=a.comment by=p.is_theirs}},
         answered_by = {{> erased of=a.answered_by by=p.is_theirs}},
         updated_by = {{> erased of=a.updated_by by=p.is_theirs}},
         value = {{> erased_json of=a.value by=p.is_theirs}},
         review = {{> erased_json of=a.review by=p.is_theirs}}
    from page p
   where a.tenant_id = $1::uuid and a.response_id = p.id
     and {{> names_person of=a.comment,a.answered_by,a.updated_by,a.value::text,a.review::text by=p.is_theirs}}
  returning a.response_id)
{{> erasure_count rows=20}}
