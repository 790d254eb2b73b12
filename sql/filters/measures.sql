-- The filters of measures; `m` is app.measures. A respondent sees those of its supplier's side.
and m.supplier_id = $supplier_scope::uuid and m.side = 'supplier'
  and ($reach::uuid[] is null or {{> measure_of_reach}})
and m.supplier_id = any ($supplier_id::uuid[])
and exists (
  select from app.measure_findings y
   where y.tenant_id = $1::uuid and y.measure_id = m.id and y.finding_id = any ($finding_id::uuid[]))
and m.state = any ($state::text[])
and m.side = any ($side::text[])
and m.source = any ($source::text[])
and m.assignee = any ($assignee::text[])
{{when $assignee_is_null::boolean = true}}
and m.assignee is null
{{when $assignee_is_null::boolean = false}}
and m.assignee is not null
and {{> no_day of=m.due_on}} < $due_on_lt::date
and {{> no_day of=m.due_on}} <= $due_on_lte::date
and m.due_on is not null and {{> no_day of=m.due_on}} >= $due_on_gte::date
{{when $overdue::boolean = true}}
and {{> no_day of=m.due_on}} < {{> tenant_day}} and {{> measure_in_hand}}
{{when $overdue::boolean = false}}
and {{> measure_overdue}} is not true
