-- merge_erasure_running: whether a person's data are being erased now
-- R tenant
select exists (select from app.erasures e
                where e.tenant_id = $1::uuid and e.target is not null) as is_running
