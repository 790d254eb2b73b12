-- subject_enable: lets a subject in again; no row when it was not shut out
-- W admin
-- $1 tenant_id
-- $2 subject
delete from app.disabled_subjects
 where tenant_id = $1::uuid and subject = $2::text
returning subject
