-- erase_risk_acceptances: a person leaves the next risk acceptances
-- W tenant
-- $2 after $3 find $4 find_wide $5 subject $6 name $7 narrow $8 wide $9 put $10 suppliers
with {{> erasure_page of=risk_acceptances theirs=t.supplier_id=any($suppliers::uuid[]) rows=200}},
changed as (
  update app.risk_acceptances a
     set reason = {{> erased of=a.reason by=p.is_theirs}},
         approver = {{> erased of=a.approver by=p.is_theirs}},
         requested_by = {{> erased of=a.requested_by by=p.is_theirs}},
         approved_by = {{> erased of=a.approved_by by=p.is_theirs}}
    from page p
   where a.tenant_id = $1::uuid and a.id = p.id
     and {{> names_person of=a.reason,a.approver,a.requested_by,a.approved_by by=p.is_theirs}}
  returning a.id)
{{> erasure_count rows=200}}
