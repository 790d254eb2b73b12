-- erase_reminder_rules: the next rules that remind the person at an address remind nobody
-- W tenant
-- $2 after $3 find $4 find_wide $5 subject $6 name $7 narrow $8 wide $9 put
with {{> erasure_page of=reminder_rules theirs=false rows=200}},
changed as (
  update app.reminder_rules r
     set enabled = false,
         address = {{> erased of=r.address by=p.is_theirs}}
    from page p
   where r.tenant_id = $1::uuid and r.id = p.id and {{> text_names_person of=r.address by=p.is_theirs}}
  returning r.id)
{{> erasure_count rows=200}}
