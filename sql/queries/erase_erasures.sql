-- erase_erasures: a person leaves the next erasures
-- W tenant
-- $2 after $3 find $4 find_wide $5 subject $6 name $7 narrow $8 wide $9 put
with {{> erasure_page of=erasures theirs=false rows=200}},
changed as (
  update app.erasures x
     set started_by = {{> erased of=x.started_by by=p.is_theirs}}
    from page p
   where x.tenant_id = $1::uuid and x.id = p.id
     and {{> text_names_person of=x.started_by by=p.is_theirs}}
  returning x.id)
{{> erasure_count rows=200}}
