-- campaign_asked: suppliers nobody had asked before wait for an answer now
-- W tenant
-- $2 ids
-- $3 now
update app.suppliers
   set assessment_status = 'asked', revision = revision + 1, updated_at = $3::timestamptz
 where tenant_id = $1::uuid and id = any ($2::uuid[]) and assessment_status = 'never_asked'
