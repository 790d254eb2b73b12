-- answer_delete: takes one answer back
-- W tenant
-- $2 response_id
-- $3 code
delete from app.answers
 where tenant_id = $1::uuid and response_id = $2::uuid and code = $3::text
