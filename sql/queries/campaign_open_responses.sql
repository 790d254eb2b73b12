-- campaign_open_responses: what is open still of these responses, locked; their suppliers are already
-- W tenant
-- $2 ids
-- $3 campaign_id
select r.id, r.supplier_id, r.revision, r.state, r.due_on,
       (select m.own from app.campaign_suppliers m
         where m.tenant_id = $1::uuid and m.campaign_id = $3::uuid
           and m.supplier_id = r.supplier_id) as own
  from app.responses r
 where r.tenant_id = $1::uuid and r.id = any ($2::uuid[])
   and {{> is_open}}
 order by r.id
   for no key update of r
