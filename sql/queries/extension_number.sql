-- extension_number: how many requests for a later due day a response has, and whether one is open
-- R tenant
-- $2 response_id
select count(*) as number, coalesce(bool_or(x.state = 'open'), false) as is_open
  from app.extension_requests x
 where x.tenant_id = $1::uuid and x.response_id = $2::uuid
