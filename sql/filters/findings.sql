-- The filters of findings; `f` is app.findings.
and f.supplier_id = any ($supplier_id::uuid[])
and f.state = any ($state::text[])
and f.kind = any ($kind::text[])
and f.question_code = any ($question::text[])
and f.questionnaire_code = any ($questionnaire_code::text[])
and f.threats && $threat::text[]
and f.regression = $regression::boolean
and f.provisional = $provisional::boolean
and f.response_id = any ($response_id::uuid[])
and exists (
  select from app.campaign_suppliers y
   where y.tenant_id = $1::uuid and y.response_id = f.response_id
     and y.campaign_id = any ($campaign_id::uuid[]))
