-- erase_import_profiles: a person leaves the next import profiles
-- W tenant
-- $2 after $3 find $4 find_wide $5 subject $6 name $7 narrow $8 wide $9 put
with {{> erasure_page of=import_profiles theirs=false rows=200}},
changed as (
  update app.import_profiles x
     set name = {{> erased of=x.name by=p.is_theirs}},
         created_by = {{> erased of=x.created_by by=p.is_theirs}}
    from page p
   where x.tenant_id = $1::uuid and x.id = p.id
     and {{> names_person of=x.name,x.created_by by=p.is_theirs}}
  returning x.id)
{{> erasure_count rows=200}}
