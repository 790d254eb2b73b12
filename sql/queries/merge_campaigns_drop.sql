-- merge_campaigns_drop: a campaign that asked both suppliers has asked one
-- W tenant
-- $2 pairs (jsonb array of {campaign_id})
-- $3 from
delete from app.campaign_suppliers m
 where m.tenant_id = $1::uuid and m.supplier_id = $3::uuid
   and m.campaign_id in (select (w ->> 'campaign_id')::uuid from jsonb_array_elements($2::jsonb) as w)
