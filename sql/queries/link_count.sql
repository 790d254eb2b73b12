-- link_count: how many links a response has
-- R tenant
-- $2 id
select count(*) as total
  from app.links l
 where l.tenant_id = $1::uuid and l.response_id = $2::uuid
