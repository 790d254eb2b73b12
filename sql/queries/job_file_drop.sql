-- job_file_drop: a file of a job goes, for one that is made anew
-- W tenant
-- $2 job_id $3 part
delete from app.job_files f
 where f.tenant_id = $1::uuid and f.job_id = $2::uuid and f.part = $3::text
