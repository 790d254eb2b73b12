-- erase_certificates: a person leaves the next certificates
-- W tenant
-- $2 after $3 find $4 find_wide $5 subject $6 name $7 narrow $8 wide $9 put $10 suppliers
with {{> erasure_page of=certificates theirs=t.supplier_id=any($suppliers::uuid[]) rows=200}},
changed as (
  update app.certificates c
     set name = {{> erased of=c.name by=p.is_theirs}},
         number = {{> erased of=c.number by=p.is_theirs}},
         scope = {{> erased of=c.scope by=p.is_theirs}},
         assessor = {{> erased of=c.assessor by=p.is_theirs}}
    from page p
   where c.tenant_id = $1::uuid and c.id = p.id
     and {{> names_person of=c.name,c.number,c.scope,c.assessor by=p.is_theirs}}
  returning c.id)
{{> erasure_count rows=200}}
