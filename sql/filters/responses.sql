-- The filters of responses; `r` is app.responses.
and r.supplier_id = any ($supplier_id::uuid[])
and r.questionnaire_id = any ($questionnaire_id::uuid[])
and r.questionnaire_code = any ($questionnaire_code::text[])
and exists (
  select from app.campaign_suppliers y
   where y.tenant_id = $1::uuid and y.response_id = r.id
     and y.campaign_id = any ($campaign_id::uuid[]))
and r.state = any ($state::text[])
and r.due_on = $due_on::date
and r.due_on < $due_on_lt::date
and r.due_on <= $due_on_lte::date
and r.due_on > $due_on_gt::date
and r.due_on >= $due_on_gte::date
{{when $overdue::boolean = true}}
and {{> response_overdue}}
{{when $overdue::boolean = false}}
and {{> response_overdue}} is not true
