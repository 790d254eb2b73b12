-- erase_webhook_secrets: a person leaves the next secrets of webhook endpoints
-- W tenant
-- $2 after $3 find $4 find_wide $5 subject $6 name $7 narrow $8 wide $9 put
with {{> erasure_page of=webhook_secrets theirs=false rows=200}},
changed as (
  update app.webhook_secrets s
     set created_by = {{> erased of=s.created_by by=p.is_theirs}}
    from page p
   where s.tenant_id = $1::uuid and s.id = p.id
     and {{> text_names_person of=s.created_by by=p.is_theirs}}
  returning s.id)
{{> erasure_count rows=200}}
