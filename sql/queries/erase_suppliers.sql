-- erase_suppliers: the next suppliers have no owner where the person was it, and do not name the person
-- W tenant
-- $2 after $3 find $4 find_wide $5 subject $6 name $7 quoted $8 quoted_name $9 narrow $10 wide
-- $11 put $12 suppliers
with {{> erasure_page of=suppliers theirs=t.id=any($suppliers::uuid[]) rows=100}},
changed as (
  update app.suppliers s
     set owner = case when s.owner ~* $subject::text then null else s.owner end,
         addresses = {{> erased_json of=s.addresses by=p.is_theirs}},
         services = {{> erased_json of=s.services by=p.is_theirs}},
         attributes = {{> erased_json of=s.attributes by=p.is_theirs}}
    from page p
   where s.tenant_id = $1::uuid and s.id = p.id
     and (s.owner ~* $subject::text
          or {{> names_person of=s.addresses::text,s.services::text,s.attributes::text by=p.is_theirs}})
  returning s.id),
found_by as (
  update app.supplier_attributes v
     set term = {{> erased of=v.term by=p.is_theirs}}
    from page p
   where v.tenant_id = $1::uuid and v.supplier_id = p.id
     and {{> names_person of=v.term by=p.is_theirs}}
  returning v.supplier_id)
{{> erasure_count rows=100}}
