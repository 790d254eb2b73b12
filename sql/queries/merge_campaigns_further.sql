-- merge_campaigns_further: campaigns that asked both suppliers look at the response that is further
-- W tenant
-- $2 pairs (jsonb array of {campaign_id, kept}: responses)
-- $3 into
update app.campaign_suppliers k
   set response_id = p.kept,
       requested_at = p.requested_at, own = p.own
  from (select (w ->> 'campaign_id')::uuid as campaign_id, m.response_id as kept, m.requested_at, m.own
          from jsonb_array_elements($2::jsonb) as w
          join app.campaign_suppliers m on m.tenant_id = $1::uuid
           and m.campaign_id = (w ->> 'campaign_id')::uuid and m.response_id = (w ->> 'kept')::uuid) p
 where k.tenant_id = $1::uuid and k.campaign_id = p.campaign_id and k.supplier_id = $3::uuid
