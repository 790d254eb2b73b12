-- campaign_enlist: suppliers and their responses become part of a campaign
-- W tenant
-- $2 campaign_id
-- $3 supplier_ids
-- $4 response_ids
-- $5 own (whether the response was made for this campaign)
-- $6 now
insert into app.campaign_suppliers (tenant_id, campaign_id, supplier_id, response_id, own, added_at,
  supplier_created_at, requested_at)
select $1::uuid, $2::uuid, n.supplier_id, n.response_id, $5::boolean, $6::timestamptz, s.created_at,
       r.requested_at
  from unnest($3::uuid[], $4::uuid[]) as n (supplier_id, response_id)
  join app.suppliers s on s.tenant_id = $1::uuid and s.id = n.supplier_id
  join app.responses r on r.tenant_id = $1::uuid and r.id = n.response_id
returning supplier_id
