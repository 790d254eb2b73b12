-- job_file_get: one piece of a file of a job; no row behind the last
-- R tenant
-- $2 job_id $3 part $4 piece
select f.bytes::text as bytes
  from app.job_files f
 where f.tenant_id = $1::uuid and f.job_id = $2::uuid and f.part = $3::text and f.piece = $4::integer
