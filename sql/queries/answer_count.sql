-- answer_count: how many answers a response has
-- R tenant
-- $2 id
select count(*) as total
  from app.answers a
 where a.tenant_id = $1::uuid and a.response_id = $2::uuid
