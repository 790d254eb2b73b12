-- campaign_members: the suppliers of a campaign whose response is open, and these
-- R tenant
-- $2 campaign_id
--   `offset 0`: see campaign_answers.
select m.supplier_id, r.id as response_id
  from app.campaign_suppliers m
  join lateral (
    select r.id, r.state
      from app.responses r
     where r.tenant_id = $1::uuid and r.id = m.response_id
    offset 0) r on true
 where m.tenant_id = $1::uuid and m.campaign_id = $2::uuid
   and {{> is_open}}
 order by m.supplier_id
