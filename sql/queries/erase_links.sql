-- erase_links: a person leaves the next links, those of a page of responses
-- W tenant
-- $2 after $3 find $4 find_wide $5 subject $6 name $7 narrow $8 wide $9 put $10 contacts $11 suppliers
with {{> erasure_page of=responses theirs=t.supplier_id=any($suppliers::uuid[]) rows=200}},
changed as (
  update app.links l
     set created_by = {{> erased of=l.created_by by=p.is_theirs}},
         label = {{> erased of=l.label by=p.is_theirs}},
         mail_hash = case when l.contact_id = any($contacts::uuid[]) then null else l.mail_hash end
    from page p
   where l.tenant_id = $1::uuid and l.response_id = p.id
     and (l.contact_id = any($contacts::uuid[]) and l.mail_hash is not null
          or {{> names_person of=l.created_by,l.label by=p.is_theirs}})
  returning l.id)
{{> erasure_count rows=200}}
