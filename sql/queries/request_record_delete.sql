-- request_record_delete: the record of one request
-- W tenant
-- $2 id
delete from app.request_records where tenant_id = $1::uuid and id = $2::uuid
