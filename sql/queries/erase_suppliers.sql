-- erase_suppliers: the next suppliers have no owner where the person was it
-- W tenant
-- $2 after $3 subject
with {{> erasure_page of=suppliers theirs=false rows=200}},
changed as (
  update app.suppliers s
     set owner = null
    from page p
   where s.tenant_id = $1::uuid and s.id = p.id and s.owner ~* $subject::text
  returning s.id)
{{> erasure_count rows=200}}
