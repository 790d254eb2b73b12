-- erase_clients: a person leaves the next clients
-- W tenant
-- $2 after $3 find $4 find_wide $5 subject $6 name $7 narrow $8 wide $9 put
with {{> erasure_page of=clients theirs=false rows=200}},
changed as (
  update app.clients c
     set name = {{> erased of=c.name by=p.is_theirs}},
         created_by = {{> erased of=c.created_by by=p.is_theirs}}
    from page p
   where c.tenant_id = $1::uuid and c.id = p.id
     and {{> names_person of=c.name,c.created_by by=p.is_theirs}}
  returning c.id)
{{> erasure_count rows=200}}
