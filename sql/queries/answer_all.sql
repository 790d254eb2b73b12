-- answer_all: every answer of a response, in sheet order, for C
-- R tenant
-- $2 response_id
select {{> answer_columns}}
  from app.answers a
 where a.tenant_id = $1::uuid and a.response_id = $2::uuid
 order by a.position
