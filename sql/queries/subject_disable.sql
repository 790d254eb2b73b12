-- subject_disable: shuts a subject of a tenant out; no row when it is out already
-- W admin
-- $1 tenant_id
-- $2 subject
-- $3 now
-- 23503 not_found
insert into app.disabled_subjects (tenant_id, subject, disabled_at)
values ($1::uuid, $2::text, $3::timestamptz)
    on conflict do nothing
returning subject
