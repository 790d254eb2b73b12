-- response_list: one page of responses
-- R tenant
-- page app.responses r
-- filters responses
-- lead supplier_id questionnaire_id questionnaire_code state due_on
-- count state questionnaire_code
-- through campaign_id: app.campaign_suppliers y by campaign_id, requested_at, response_id
-- lower due_on: $due_on_gte::date
-- lower due_on: $due_on_gt::date
-- upper due_on: $due_on_lte::date
-- upper due_on: $due_on_lt::date
-- span overdue: r.due_on
-- span due_on_lt: r.due_on covered
-- span due_on_lte: r.due_on covered
-- key r.id
-- sort -requested_at: r.requested_at desc timestamptz 'infinity'
-- sort requested_at: r.requested_at asc timestamptz '-infinity'
-- sort due_on: {{> no_day of=r.due_on}} asc date '-infinity'
-- sort -due_on: {{> no_day of=r.due_on}} desc date 'infinity'
-- sort submitted_at: (case when r.submitted_at is null then 'infinity'::timestamptz else r.submitted_at end) asc timestamptz '-infinity'
-- sort -submitted_at: (case when r.submitted_at is null then '-infinity'::timestamptz else r.submitted_at end) desc timestamptz 'infinity'
select {{> response_columns}},
       {{sort_value}}
  from {{page}}
  join app.questionnaires q on q.tenant_id = r.tenant_id and q.id = r.questionnaire_id
 where q.tenant_id = $1::uuid
 order by {{order}}
