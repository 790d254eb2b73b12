-- response_exists: one row when there is such a response
-- R tenant
-- $2 id
select r.id from app.responses r where r.tenant_id = $1::uuid and r.id = $2::uuid
