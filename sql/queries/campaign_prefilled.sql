-- campaign_prefilled: the answers that were copied, one row per response
-- R tenant
-- $2 response_ids
select a.response_id, json_object_agg(a.code, a.value) as answers
  from app.answers a
 where a.tenant_id = $1::uuid and a.response_id = any ($2::uuid[])
 group by a.response_id
