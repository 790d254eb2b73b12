-- erase_webhook_endpoints: a person leaves the next webhook endpoints
-- W tenant
-- $2 after $3 find $4 find_wide $5 subject $6 name $7 narrow $8 wide $9 put
with {{> erasure_page of=webhook_endpoints theirs=false rows=200}},
changed as (
  update app.webhook_endpoints e
     set description = {{> erased of=e.description by=p.is_theirs}},
         created_by = {{> erased of=e.created_by by=p.is_theirs}}
    from page p
   where e.tenant_id = $1::uuid and e.id = p.id
     and {{> names_person of=e.description,e.created_by by=p.is_theirs}}
  returning e.id)
{{> erasure_count rows=200}}
