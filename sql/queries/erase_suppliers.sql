-- erase_suppliers: the next suppliers have no owner where the person was it, and do not name the person
-- W tenant
-- $2 after $3 find $4 find_wide $5 subject $6 quoted $7 quoted_name $8 narrow $9 wide
-- $10 put $11 suppliers
with {{> erasure_page of=suppliers theirs=t.id=any($suppliers::uuid[]) rows=200}},
changed as (
  update app.suppliers s
     set owner = case when s.owner ~* $subject::text then null else s.owner end,
         addresses = {{> erased_json of=s.addresses by=p.is_theirs}},
         services = {{> erased_json of=s.services by=p.is_theirs}}
    from page p
   where s.tenant_id = $1::uuid and s.id = p.id
     and (s.owner ~* $subject::text
          or {{> names_person of=s.addresses::text,s.services::text by=p.is_theirs}})
  returning s.id)
{{> erasure_count rows=200}}
