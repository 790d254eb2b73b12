-- erase_campaigns: a person leaves the next campaigns
-- W tenant
-- $2 after $3 find $4 find_wide $5 subject $6 name $7 narrow $8 wide $9 put
with {{> erasure_page of=campaigns theirs=false rows=200}},
changed as (
  update app.campaigns c
     set name = {{> erased of=c.name by=p.is_theirs}},
         note = {{> erased of=c.note by=p.is_theirs}},
         why = {{> erased of=c.why by=p.is_theirs}},
         created_by = {{> erased of=c.created_by by=p.is_theirs}}
    from page p
   where c.tenant_id = $1::uuid and c.id = p.id
     and {{> names_person of=c.name,c.note,c.why,c.created_by by=p.is_theirs}}
  returning c.id)
{{> erasure_count rows=200}}
