-- merge_double_campaigns: campaigns that asked both suppliers: the response that is further stays in them
-- R tenant
-- $2 from $3 into
select m.campaign_id, case when f.is_further then m.response_id else k.response_id end as kept,
       case when f.is_further then k.response_id else m.response_id end as other
  from app.campaign_suppliers m
  join app.campaign_suppliers k on k.tenant_id = $1::uuid and k.campaign_id = m.campaign_id
   and k.supplier_id = $3::uuid
 cross join lateral (
   select (select {{> response_progress_rank}} from app.responses r
            where r.tenant_id = $1::uuid and r.id = m.response_id)
        > (select {{> response_progress_rank}} from app.responses r
            where r.tenant_id = $1::uuid and r.id = k.response_id) as is_further) f
 where m.tenant_id = $1::uuid and m.supplier_id = $2::uuid
 order by m.campaign_id
