-- campaign_size: how many suppliers a campaign has
-- R tenant
-- $2 campaign_id
select count(*) as suppliers
  from app.campaign_suppliers m
 where m.tenant_id = $1::uuid and m.campaign_id = $2::uuid
