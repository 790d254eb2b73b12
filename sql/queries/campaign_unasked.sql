-- campaign_unasked: suppliers whose only request was cancelled are as if never asked
-- W tenant
-- $2 ids
-- $3 now
update app.suppliers s
   set assessment_status = 'never_asked', revision = revision + 1, updated_at = $3::timestamptz
 where s.tenant_id = $1::uuid and s.id = any ($2::uuid[]) and s.assessment_status = 'asked'
   and not exists (
     select from app.responses r
      where r.tenant_id = $1::uuid and r.supplier_id = s.id and r.state <> 'cancelled')
