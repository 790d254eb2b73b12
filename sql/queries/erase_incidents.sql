-- erase_incidents: a person leaves the next incidents
-- W tenant
-- $2 after $3 find $4 find_wide $5 subject $6 name $7 narrow $8 wide $9 put $10 suppliers
with {{> erasure_page of=incidents theirs=t.supplier_id=any($suppliers::uuid[]) rows=200}},
changed as (
  update app.incidents i
     set title = {{> erased of=i.title by=p.is_theirs}},
         description = {{> erased of=i.description by=p.is_theirs}},
         lessons = {{> erased of=i.lessons by=p.is_theirs}},
         reported_by = {{> erased of=i.reported_by by=p.is_theirs}},
         closed_by = {{> erased of=i.closed_by by=p.is_theirs}}
    from page p
   where i.tenant_id = $1::uuid and i.id = p.id
     and {{> names_person of=i.title,i.description,i.lessons,i.reported_by,i.closed_by by=p.is_theirs}}
  returning i.id)
{{> erasure_count rows=200}}
