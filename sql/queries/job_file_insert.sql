-- job_file_insert: one piece of a file of a job
-- W tenant
-- $2 job_id $3 part $4 piece $5 bytes (\x hexadecimal)
insert into app.job_files (tenant_id, job_id, part, piece, bytes)
values ($1::uuid, $2::uuid, $3::text, $4::integer, $5::text::bytea)
