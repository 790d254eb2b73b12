-- campaign_answer_total: how many suppliers the whole-round table has
-- R tenant
-- $2 id
select count(*) as total, false as is_more
  from app.campaign_suppliers m
 where m.tenant_id = $1::uuid and m.campaign_id = $2::uuid
