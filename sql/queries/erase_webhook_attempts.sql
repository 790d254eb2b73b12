-- erase_webhook_attempts: a person leaves the answers of the next attempts
-- W tenant
-- $2 after $3 find $4 find_wide $5 subject $6 name $7 narrow $8 wide $9 put
with {{> erasure_page of=webhook_attempts theirs=false rows=200}},
changed as (
  update app.webhook_attempts a
     set answer = {{> erased of=a.answer by=p.is_theirs}}
    from page p
   where a.tenant_id = $1::uuid and a.id = p.id
     and {{> text_names_person of=a.answer by=p.is_theirs}}
  returning a.id)
{{> erasure_count rows=200}}
