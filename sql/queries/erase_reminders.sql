-- erase_reminders: a person leaves the next reminders; what was to be sent to them is sent to nobody
-- W tenant
-- $2 after $3 find $4 find_wide $5 subject $6 name $7 narrow $8 wide $9 put $10 suppliers
-- $11 contacts
with {{> erasure_page of=reminders theirs=t.supplier_id=any($suppliers::uuid[]) rows=200}},
changed as (
  update app.reminders m
     set recipient_email = {{> erased of=m.recipient_email by=p.is_theirs}},
         recipient_name = case when m.contact_id = any($contacts::uuid[]) then $name::text
                               else {{> erased of=m.recipient_name by=p.is_theirs}} end,
         cc = {{> erased of=m.cc by=p.is_theirs}},
         title = {{> erased of=m.title by=p.is_theirs}},
         last_error = {{> erased of=m.last_error by=p.is_theirs}},
         worker_id = {{> erased of=m.worker_id by=p.is_theirs}},
         blocker = case when m.state in ('queued', 'leased')
                         and m.recipient_email ~* case when p.is_theirs then $find_wide::text
                                                      else $find::text end
                        then 'no_recipient' else m.blocker end
    from page p
   where m.tenant_id = $1::uuid and m.id = p.id
     and (m.contact_id = any($contacts::uuid[]) and m.recipient_name is distinct from $name::text
          or {{> names_person of=m.recipient_email,m.recipient_name,m.cc,m.title,m.last_error,m.worker_id by=p.is_theirs}})
  returning m.id)
{{> erasure_count rows=200}}
