-- erase_contracts: a person leaves the next contracts
-- W tenant
-- $2 after $3 find $4 find_wide $5 subject $6 name $7 narrow $8 wide $9 put $10 suppliers
with {{> erasure_page of=contracts theirs=t.supplier_id=any($suppliers::uuid[]) rows=200}},
changed as (
  update app.contracts k
     set number = {{> erased of=k.number by=p.is_theirs}},
         title = {{> erased of=k.title by=p.is_theirs}},
         replaces_number = {{> erased of=k.replaces_number by=p.is_theirs}}
    from page p
   where k.tenant_id = $1::uuid and k.id = p.id
     and {{> names_person of=k.number,k.title,k.replaces_number by=p.is_theirs}}
  returning k.id)
{{> erasure_count rows=200}}
